"""What the check of a mailing finds: about its people, about its text, and what both make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from keepwarm.content.brand import house_brand
from keepwarm.content.queries.fields import values_of
from keepwarm.content.rendering import Pattern, fill_pattern, parse, render_pattern
from keepwarm.content.rendering.as_text import blocks_as_text
from keepwarm.engine.blast import Crowd, Limits, Verdict, as_it_goes, first_share, judge, limits_of
from keepwarm.engine.letter.purposes import Purposes, purposes_of
from keepwarm.engine.letter.words import IN_WORDS, Does
from keepwarm.engine.merging import Values, fill
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.texts import TEXTS, source_of
from keepwarm.policy.queries import policy_in_force
from keepwarm.segments.queries import AboutMailing

ORDER = list(Verdict)
SURE = 0.6
"""From this chance on the judge of purposes is believed against a text. Set on invitations, articles and offers of our own."""


def figures_of(mailing: Mailing, about: AboutMailing, blocked: int) -> dict[str, Any]:
    """Everything that the page of the check shows, as plain values. `blocked`: how many lack a field that has no other words.

    `verdict` a Verdict; `reasons` keys of `engine.blast.REASONS`, or sentences about the text under "text"; `first`: how many go ahead.
    """
    crowd, limits = crowd_of(about, has_topic=bool(mailing.topic)), limits_in_force()
    judged, text = judge(crowd, limits), read_text(mailing)
    verdict = max(judged.verdict, text["verdict"], key=ORDER.index)
    is_slow = verdict is Verdict.SLOW or judged.first > 0 or has_two(mailing)
    first = first_share(crowd.open, limits) if is_slow and verdict is not Verdict.REFUSE else 0
    return {
        "verdict": str(as_it_goes(verdict, first)),
        "reasons": [[key, dict(args)] for key, args in judged.reasons],
        "first": first,
        "limits": asdict(limits),
        "people": about.people,
        "open": crowd.open,
        "blocked": blocked,
        "text": text["found"],
        "shares": {name: asdict(getattr(about, name)) for name in SHARES},
        "held": dict(about.held),
        "alike": about.portrait.alike,
        "alike_words": about.portrait.words,
        "told": [one.words for one in about.portrait.told],
        "parts": [asdict(part) for part in about.portrait.parts],
    }


def limits_in_force() -> Limits:
    """What the policy allows now: a running mailing is held against what holds today."""
    return limits_of(policy_in_force())


SHARES = ("said", "showed", "interested", "without_sign", "above_cap", "too_soon", "no_permission")


def nobody_chosen() -> dict[str, Any]:
    """The figures while no segment is named."""
    return {"verdict": str(Verdict.REFUSE), "reasons": [["nobody", {}]], "first": 0, "people": 0, "open": 0, "blocked": 0, "text": []}


def crowd_of(about: AboutMailing, *, has_topic: bool) -> Crowd:
    """As the engine judges it. Who may never get one as things stand is not open; who must wait is."""
    never = about.no_permission.count
    return Crowd(
        people=about.people,
        open=about.people - never,
        without_sign=about.without_sign.share,
        interested=about.interested.share,
        groups=max(1, len(about.portrait.parts)),
        likeness=about.portrait.alike / 100,
        above_cap=about.above_cap.share,
        has_topic=has_topic,
    )


def read_text(mailing: Mailing) -> dict[str, Any]:
    """What the text does that no mailing does before readiness: mainly so refuses, beside something else slows."""
    verdict, found = Verdict.GO, []
    for letter in TEXTS if has_two(mailing) else TEXTS[:1]:
        source = source_of(mailing, letter)
        if not source.subject.strip() or not source.body.strip():
            verdict = Verdict.REFUSE
            found.append({"letter": letter, "does": "", "sentences": []})
            continue
        purposes = purposes_of(plain_text(source.body), source.subject)
        for does, worse in too_soon(purposes):
            verdict = max(verdict, worse, key=ORDER.index)
            sentences = [one.text[:200] for one in purposes.sentences_that(does)][:3]
            found.append({"letter": letter, "does": IN_WORDS[does], "sentences": sentences})
    return {"verdict": verdict, "found": found}


def too_soon(purposes: Purposes) -> list[tuple[Does, Verdict]]:
    """What in it asks to buy. Talk of price refuses where it is the point, else slows; an offer presented slows unless it comes with
    something to read: told apart from a good article it cannot surely be."""
    found = []
    if Does.NEGOTIATE in purposes.does and purposes.scores[Does.NEGOTIATE] >= SURE:
        found.append((Does.NEGOTIATE, Verdict.REFUSE if purposes.main is Does.NEGOTIATE else Verdict.SLOW))
    is_offer = purposes.main is Does.VALUE_PROPOSITION and purposes.scores[Does.VALUE_PROPOSITION] >= SURE
    if is_offer and Does.SHARE_CONTENT not in purposes.does:
        found.append((Does.VALUE_PROPOSITION, Verdict.SLOW))
    return found


def plain_text(body: str) -> str:
    """As a reader of whom nothing is known reads it, without addresses."""
    filled = "\n".join(fill(line, Values({})).text for line in body.split("\n"))
    return blocks_as_text(parse(filled), lambda _url: "")


def has_two(mailing: Mailing) -> bool:
    """Whether two texts are compared."""
    return bool(mailing.subject_b or mailing.body_b)


def blocking_patterns(mailing: Mailing) -> list[Pattern]:
    """Its texts as patterns, if any of them has a field without other words: none otherwise."""
    patterns = [render_pattern(source_of(mailing, letter), house_brand()) for letter in (TEXTS if has_two(mailing) else TEXTS[:1])]
    return patterns if any(field.blocks for pattern in patterns for field in pattern.fields.values()) else []


def count_blocked(patterns: Sequence[Pattern], keys: list[int], *, now: datetime) -> int:
    """How many of these have no value for a field without other words: they would not get it."""
    if not patterns:
        return 0
    return sum(any(fill_pattern(pattern, one)[1] for pattern in patterns) for one in values_of(keys, now=now).values())
