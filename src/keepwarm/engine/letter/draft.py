"""What goes into the letter check, as plain values: the draft, and what is known about the person it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from keepwarm.engine.letter.words import Purpose
from keepwarm.engine.words import Stage


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something to read that goes with the letter: a file, or a link to a piece of ours.

    `ref` tells the same piece again whoever sends it (a content hash, or the ref of a piece of content); `stages` and
    `interests` say whom it suits, empty means everyone. `reading_minutes` 0 means: not known.
    """

    ref: str
    title: str
    reading_minutes: float = 0.0
    stages: frozenset[Stage] = frozenset()
    interests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it would leave.

    `purpose`: what the rep chose, None while nothing is chosen. `language`: "en", "de", "fr", "es" or "pt"; empty: found from the text.
    `links`: pieces of ours whose address stands in the body; other addresses in the body are counted by themselves.
    `merged`: field and the value that was filled in for it when the draft was begun, to find values that have changed since.
    `gone_by`: in words, times that were offered in it and lie behind us.
    `quotes_from`: where the quoted mail below an answer begins in the body, None without one; what is quoted is not checked.
    """

    purpose: Purpose | None
    subject: str
    body: str
    language: str = ""
    attachments: tuple[Enclosure, ...] = ()
    links: tuple[Enclosure, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    gone_by: tuple[str, ...] = ()
    quotes_from: int | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that took place, or an attempt at one, with this person: the day at our place."""

    on: date


@dataclass(frozen=True, slots=True)
class Sent:
    """A piece that this person already got from any of us."""

    ref: str
    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is known about the person and the writer.

    `may_phone`: False only when their proven wish is to be served in writing: then everything may be said in the letter.
    `asked_in_writing`: they asked us something in writing that is not answered yet. `they_wrote`: there is any message from them at all.
    `fields`: the merge fields with their values of now. `other_people`, `other_firms`: whom this letter could be mistaken for (the rep's
    other prospects of late); `names`: further words that are never misspelt (places, jargon the house knows).
    `is_answer`: this letter replies to a message of theirs (its subject may begin with "Re:").
    `introduction`: the words in which a marketer wants the rep of sales introduced; empty while there are none.
    """

    today: date | None = None
    given: str = ""
    family: str = ""
    also_called: tuple[str, ...] = ()
    firm: str = ""
    colleagues: tuple[str, ...] = ()
    other_people: tuple[str, ...] = ()
    other_firms: tuple[str, ...] = ()
    our_people: tuple[str, ...] = ()
    our_firm: str = ""
    products: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    talks: tuple[Talk, ...] = ()
    attempts: tuple[Talk, ...] = ()
    they_wrote: bool = False
    asked_in_writing: bool = False
    may_phone: bool = True
    stage: Stage | None = None
    interests: frozenset[str] = frozenset()
    sent: tuple[Sent, ...] = ()
    is_answer: bool = False
    introduction: str = ""
