"""What the composer shows: the draft, what it costs, what was found, and what we know of the person beside the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from keepwarm.answers.models import Answer
from keepwarm.consent.models import Wish
from keepwarm.consent.words import say_wish
from keepwarm.engine.letter.merging import FieldMissing, fill
from keepwarm.letters.models import Draft, Enclosure, Snippet
from keepwarm.letters.queries.about import topics_of
from keepwarm.letters.queries.budget import Budget, read_budget
from keepwarm.letters.queries.fields import values_for
from keepwarm.letters.queries.known import Known, read_known
from keepwarm.letters.queries.points import Point, points_for
from keepwarm.letters.queries.times import free_times, say_time, say_times
from keepwarm.letters.words import LABELS
from keepwarm.outbox.models import Account
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from keepwarm.touches.words import describe_touch, mark_of, say_clock, say_when

ANSWERS_SHOWN = 12
STORY_SHOWN = 6


@dataclass(frozen=True, slots=True)
class PurposeChip:
    """One purpose: `closed` says why it is not open now, "" when it is."""

    key: str
    label: str
    closed: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One touch in words."""

    when: str
    text: str
    said: str
    mark: str


@dataclass(frozen=True, slots=True)
class Composer:
    """One page. `account` None: no mail account is set up, so nothing can be sent from here."""

    prospect: Prospect
    known: Known
    budget: Budget
    draft: Draft | None
    enclosures: tuple[Enclosure, ...]
    account: Account | None
    purposes: tuple[PurposeChip, ...]
    snippets: tuple[Snippet, ...]
    answers: tuple[tuple[str, str], ...]
    story: tuple[StoryLine, ...]
    wishes: tuple[str, ...]
    points: tuple[Point, ...]
    times: tuple[datetime, ...]
    times_said: tuple[str, ...]
    local_time: str
    invite: str  # the time that it confirms, in words
    saved_clock: str

    @property
    def purpose(self) -> str:
        """What was chosen, or what is likeliest: an answer, the follow-up of a call, or a time."""
        if self.draft is not None and self.draft.purpose:
            return self.draft.purpose
        return "answer" if self.known.asked else "after_voicemail" if self.known.attempt is not None else "schedule"

    @property
    def is_free(self) -> bool:
        """Whether a letter to this person can be sent now, as far as the budget goes."""
        return bool(self.known.never_refused or self.budget.left or self.budget.exceptions)


def show_composer(prospect: Prospect, seat: Seat, *, for_: User, now: datetime) -> Composer:
    """About twenty short queries, each on an index."""
    known, draft = read_known(prospect, now=now), find_draft(prospect, seat)
    times, zone = free_times(prospect, seat, now=now), prospect.zone or seat.zone
    return Composer(
        prospect=prospect,
        known=known,
        budget=read_budget(seat, now=now, prospect=prospect),
        draft=draft,
        enclosures=tuple(draft.enclosures.order_by("pk").defer("raw")) if draft is not None else (),
        account=account_of_seat(seat.pk),
        purposes=_purposes(known, draft.purpose if draft is not None else ""),
        snippets=_snippets(prospect, draft.purpose if draft is not None else ""),
        answers=_answers(prospect),
        story=_story(prospect, for_=for_, now=now),
        wishes=tuple(say_wish(wish, zone=for_.zone) for wish in Wish.objects.filter(prospect=prospect, lifted_at__isnull=True)[:10]),
        points=points_for(prospect),
        times=times,
        times_said=tuple(say_time(at, zone=zone) for at in times),
        local_time=say_clock(now, zone=prospect.zone) if prospect.zone and prospect.zone != for_.zone else "",
        invite=say_time(draft.invite_at, zone=zone) if draft is not None and draft.invite_at is not None else "",
        saved_clock=say_clock(draft.saved_at, zone=for_.zone) if draft is not None and draft.version else "",
    )


def find_draft(prospect: Prospect, seat: Seat) -> Draft | None:
    """What this rep has begun to write to this person."""
    return Draft.objects.filter(prospect=prospect, seat=seat).first()


def fill_snippet(snippet: Snippet, prospect: Prospect, seat: Seat, *, now: datetime) -> tuple[str, str, dict[str, str]]:
    """Subject and text with the fields filled in, and the values used. A field without a value stays, so that the check finds it."""
    values = merge_values(prospect, seat, language=snippet.language, now=now)
    used = {name: value for name, value in values.items() if f"{{{{{name}" in snippet.subject + snippet.text and value}
    return _filled(snippet.subject, values), _filled(snippet.text, values), used


def merge_values(prospect: Prospect, seat: Seat, *, language: str = "", now: datetime) -> dict[str, str]:
    """All merge fields with their values of now, times among them: in the language of the text, or else in theirs."""
    topics = topics_of(prospect)
    times = say_times(free_times(prospect, seat, now=now), zone=prospect.zone or seat.zone, language=language or prospect.language)
    return values_for(prospect, seat, topic=topics[0] if topics else "", times=times)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Filled in as far as values go."""
    try:
        return fill(text, values)
    except FieldMissing:
        known = {name: value or f"[{name}]" for name, value in values.items()}
        return fill(text, known)


def _purposes(known: Known, chosen: str) -> tuple[PurposeChip, ...]:
    return tuple(PurposeChip(str(key), str(label), known.why_closed(key), key == chosen) for key, label in LABELS.items())


def _snippets(prospect: Prospect, purpose: str) -> tuple[Snippet, ...]:
    """Those for the purpose first, in their language first; a house has dozens, not thousands."""
    language = prospect.language[:2]
    rows = list(Snippet.objects.filter(retired_at__isnull=True)[:100])
    fitting = [row for row in rows if row.language in {"", language} or not language or row.language == "en"]
    return tuple(sorted(fitting, key=lambda row: (row.purpose != purpose, bool(language) and row.language != language, row.name)))


def _answers(prospect: Prospect) -> tuple[tuple[str, str], ...]:
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True, voided_at__isnull=True)
    return tuple(rows.order_by("question__position", "question_id").values_list("question__label", "value")[:ANSWERS_SHOWN])


def _story(prospect: Prospect, *, for_: User, now: datetime) -> tuple[StoryLine, ...]:
    rows = Touch.objects.filter(prospect=prospect, voided_at__isnull=True).order_by("-happened_at", "-pk")[:STORY_SHOWN]
    return tuple(
        StoryLine(say_when(row.happened_at, zone=for_.zone, now=now), describe_touch(row), row.learned, mark_of(row)) for row in rows
    )
