"""Whom a reader may write to, which seat is theirs, and what was found in a letter, in words and with a button for each fix."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from keepwarm.engine.letter.finding import Finding
from keepwarm.engine.letter.words import Part
from keepwarm.letters.queries.checking import Checked, NewLetter
from keepwarm.letters.refusals import NoSeat
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import may_change, visible_to
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import seats_of

QUOTED = 90


def find_prospect(ref: str, *, for_: User) -> Prospect:
    """The prospect that the reader may write to; of one that was merged the one it became. Raises Http404 and PermissionDenied."""
    found = visible_to(for_).select_related("organization", "owner", "merged_into").filter(ref=ref).first()
    if found is None:
        raise Http404
    if found.merged_into is not None:
        return find_prospect(found.merged_into.ref, for_=for_)
    if not may_change(found, for_):
        raise PermissionDenied(_("%(owner)s looks after %(name)s.") % {"owner": found.owner.name, "name": found.name})
    return found


def own_seat(user: User) -> Seat | None:
    """The seat in whose name this person writes."""
    return next((seat for seat in seats_of(user) if seat.user_id == user.pk), None)


def need_seat(user: User) -> Seat:
    """The same. Raises NoSeat."""
    seat = own_seat(user)
    if seat is None:
        raise NoSeat(_("You have no seat here, so a letter of yours would be nobody's. Whoever runs the team can give you one."))
    return seat


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding: what is meant, why, and what to do. `press`: the value of the button that does it, "" when a person decides."""

    kind: str
    is_rule: bool
    quote: str
    because: str
    fix: str
    replacement: str
    press: str
    by_phone: str


def finding_lines(checked: Checked | None) -> tuple[FindingLine, ...]:
    """Every finding in the reader's language, rules first."""
    return tuple(_line(one, checked.new) for one in checked.findings) if checked is not None else ()


def _line(one: Finding, new: NewLetter) -> FindingLine:
    text = {Part.BODY: new.body, Part.SUBJECT: new.subject}.get(one.part, "")
    quote = text[one.start : one.end]
    press = json.dumps(["fix", str(one.part), one.start, one.end, quote, one.replacement]) if one.replacement is not None else ""
    short = " ".join(quote.split())
    return FindingLine(
        kind=str(one.kind),
        is_rule=one.is_rule,
        quote=short if len(short) <= QUOTED else short[: QUOTED - 1].rsplit(" ", 1)[0] + "…",
        because=one.say_because(_),
        fix=one.say_fix(_),
        replacement=one.replacement or "",
        press=press,
        by_phone=one.say_by_phone,
    )


def count_rules(lines: Sequence[FindingLine]) -> int:
    """How many of them stop the letter."""
    return sum(line.is_rule for line in lines)
