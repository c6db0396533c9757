"""The brief of a hand-off: the whole conversation on one page, as it stood when it was offered.

Kept as JSON: what was, not how it is said. `page_brief` puts it into words, in the reader's language and zone.

    {"made_at", "definition", "who": {...}, "why": {...}, "told": [...], "read": [...], "inquiries": [...], "promised": [...],
     "open": [...], "wishes": [...], "permissions": [...], "talks": [...], "tried", "opening": {...}}

Moments are ISO texts in UTC. A key that is missing reads as empty, so that an old brief opens for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission, Wish
from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.lead import LeadDefinition
from keepwarm.engine.words import LIVE, Evidence
from keepwarm.policy.queries import definition_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.touches.models import Channel, Direction, Inquiry, Signal, Touch

ANSWERS, TALKS, SIGNS, INQUIRIES, QUESTIONS, WISHES = 14, 6, 8, 4, 5, 6
"""How much of each fits on one page."""
LONGEST = 240
"""Letters of a text of theirs, or of a note; the prospect's page has the rest."""
LOOK_BACK = 120
"""Touches that are looked at, the newest first."""
ASKED = "asked"
"""In the args of a touch: keys of the questions that were asked in it and not answered."""
Row = dict[str, Any]


def compose_brief(prospect_id: int, *, now: datetime) -> Row:
    """The brief as of now, in about eleven short queries. Raises Prospect.DoesNotExist."""
    prospect = Prospect.objects.select_related("organization").get(pk=prospect_id)
    definition, judgement = definition_in_force(), _newest_judgement(prospect_id)
    touches = list(_touches(prospect_id)[:LOOK_BACK])
    told, talks = _told(prospect_id), _talks(touches)
    questions = _open_questions(definition, judgement, _asked_in_vain(touches), {row["key"] for row in told})
    return {
        "made_at": _iso(now),
        "definition": definition.version,
        "who": _who(prospect),
        "why": _why(prospect, definition, judgement),
        "told": told,
        "read": _signs(touches),
        "inquiries": _inquiries(prospect_id),
        "promised": _promised(prospect_id),
        "open": questions,
        "wishes": _wishes(prospect_id),
        "permissions": _permissions(prospect_id),
        "talks": talks,
        "tried": prospect.attempts,
        "opening": _opening(talks, told, questions),
    }


def _newest_judgement(prospect_id: int) -> Judgement | None:
    return Judgement.objects.filter(prospect_id=prospect_id).order_by("-judged_at").first()


def _touches(prospect_id: int) -> Any:
    rows = Touch.objects.filter(prospect_id=prospect_id, voided_at__isnull=True).exclude(channel=Channel.NOTE)
    return rows.select_related("seat").order_by("-happened_at", "-pk")


def _who(prospect: Prospect) -> Row:
    firm = prospect.organization
    return {
        "name": prospect.name,
        "title": prospect.title,
        "firm": firm.name if firm else "",
        "town": firm.town if firm else "",
        "place": prospect.place or (firm.place if firm else ""),
        "zone": prospect.zone,
        "language": prospect.language,
    }


def _why(prospect: Prospect, definition: LeadDefinition, judgement: Judgement | None) -> Row:
    """What of the definition is met, what is not, and when it last moved."""
    met = set(judgement.met) if judgement else set()
    progress, reached = prospect.last_progress_at, prospect.last_reached_at
    return {
        "met": [one.label for one in definition.criteria if one.name in met],
        "not_met": [one.label for one in definition.criteria if one.name not in met],
        "provisional": definition.provisional,
        "progress_at": _iso(progress) if progress else "",
        "reached_at": _iso(reached) if reached else "",
    }


def _told(prospect_id: int) -> list[Row]:
    """Answers in force, what the definition asks for first, then what was said before what was guessed."""
    asked_for = {key for one in definition_in_force().criteria for key in answers_of(one.condition)}
    rows = Answer.objects.filter(prospect_id=prospect_id, superseded_by__isnull=True, voided_at__isnull=True)
    said = sorted(rows.select_related("question")[:200], key=lambda one: _rank(one, asked_for))
    return [
        {
            "key": one.question.key,
            "label": one.question.label,
            "value": one.value[:LONGEST],
            "evidence": one.evidence,
            "at": _iso(one.learned_at),
            "source": "" if one.evidence == Evidence.CONVERSATION else one.source,
        }
        for one in said[:ANSWERS]
    ]


def _rank(answer: Answer, asked_for: set[str]) -> tuple[bool, bool, int, int]:
    question = answer.question
    return question.key not in asked_for, answer.evidence < Evidence.WRITTEN, question.position, question.pk


def _talks(touches: Iterable[Touch]) -> list[Row]:
    """Conversations by phone and in person, and what they wrote to us."""
    said = [one for one in touches if one.disposition in LIVE or (one.channel == Channel.EMAIL and one.direction == Direction.IN)]
    return [_touch(one) | {"who": one.seat.name if one.seat else "", "note": one.note[:LONGEST]} for one in said[:TALKS]]


def _signs(touches: Iterable[Touch]) -> list[Row]:
    """What they read, and what they came to: the web, mailings and post."""
    low_cost = (Channel.WEB, Channel.MAILING, Channel.POST)
    return [_touch(one) for one in touches if one.channel in low_cost][:SIGNS]


def _touch(touch: Touch) -> Row:
    args = touch.args if isinstance(touch.args, dict) else {}
    return {
        "channel": touch.channel,
        "direction": touch.direction,
        "disposition": touch.disposition,
        "purpose": touch.purpose,
        "seconds": touch.seconds,
        "subject": str(args.get("subject", ""))[:LONGEST],
        "learned": touch.learned,
        "at": _iso(touch.happened_at),
    }


def _inquiries(prospect_id: int) -> list[Row]:
    rows = Inquiry.objects.filter(prospect_id=prospect_id, voided_at__isnull=True).select_related("source")
    return [
        {
            "source": one.source.name,
            "topic": one.topic,
            "text": one.text[:LONGEST],
            "wants_contact": one.wants_contact,
            "at": _iso(one.happened_at) if one.happened_at else "",
        }
        for one in rows.order_by("-received_at", "-pk")[:INQUIRIES]
    ]


def _promised(prospect_id: int) -> list[Row]:
    """What we said we would do and have not done: call-backs, answers, letters after a voicemail."""
    waits = (Signal.Kind.CONTACT_ASKED, Signal.Kind.CALL_BACK, Signal.Kind.REPLY, Signal.Kind.VOICEMAIL)
    rows = Signal.objects.open().filter(prospect_id=prospect_id, kind__in=waits).select_related("seat").order_by("due_at", "pk")
    return [
        {
            "kind": one.kind,
            "due_at": _iso(one.due_at) if one.due_at else "",
            "local_time": one.local_time,
            "who": one.seat.name if one.seat else "",
            "at": _iso(one.raised_at),
        }
        for one in rows[:WISHES]
    ]


def _asked_in_vain(touches: Iterable[Touch]) -> set[str]:
    return {str(key) for one in touches if isinstance(one.args, dict) for key in one.args.get(ASKED, [])}


def _open_questions(definition: LeadDefinition, judgement: Judgement | None, asked: set[str], known: set[str]) -> list[Row]:
    """Of criteria not met first, the required ones before; then what was asked and not answered."""
    met = set(judgement.met) if judgement else set()
    unmet = sorted((one for one in definition.criteria if one.name not in met), key=lambda one: not one.required)
    wanted = [key for one in unmet for key in sorted(answers_of(one.condition))]
    keys = list(dict.fromkeys([*wanted, *sorted(asked - known)]))
    found = {question.key: question for question in Question.objects.filter(key__in=keys)}
    return [
        {"label": found[key].label, "ask": found[key].ask, "asked_before": key in asked, "for_lead": key in wanted}
        for key in keys
        if key in found
    ][:QUESTIONS]


def _wishes(prospect_id: int) -> list[Row]:
    rows = Wish.objects.filter(prospect_id=prospect_id, lifted_at__isnull=True).order_by("-said_at")[:WISHES]
    return [
        {
            "kind": one.kind,
            "channel": one.channel,
            "until_at": _iso(one.until_at) if one.until_at else "",
            "words": one.words,
            "at": _iso(one.said_at),
        }
        for one in rows
    ]


def _permissions(prospect_id: int) -> list[Row]:
    rows = Permission.objects.filter(prospect_id=prospect_id, withdrawn_at__isnull=True).order_by("-given_at")[:WISHES]
    return [{"channel": one.channel, "kind": one.kind, "at": _iso(one.given_at)} for one in rows]


def _opening(talks: list[Row], told: list[Row], questions: list[Row]) -> Mapping[str, str]:
    """What to begin with: the answer they gave last, else what a rep noted; and the question that is open. Any part may be ""."""
    answered = [one for one in told if one["evidence"] >= Evidence.WRITTEN]
    noted = next((one for one in talks if one["learned"]), None)
    last = {"noted": noted["learned"], "at": noted["at"]} if noted else {}
    if answered:
        said = max(answered, key=lambda one: str(one["at"]))
        last = {"said": said["value"], "about": said["label"], "at": said["at"]}
    ask = next((one for one in questions if not one["asked_before"]), questions[0] if questions else None)
    return last | {"ask": (ask["ask"] or ask["label"]) if ask else ""}


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
