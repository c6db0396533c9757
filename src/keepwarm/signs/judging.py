"""Clicks that were kept, as rows: who they are now, what each leads to, and which of them a robot made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from keepwarm.engine.words import Disposition
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.signs.models import Kind, Link, Sign
from keepwarm.signs.recording import NewSign
from keepwarm.signs.robots.sequences import Seen, judge_mail
from keepwarm.touches.models import Touch

LOOKS_BACK = timedelta(hours=1)
"""How long before a click others of the same mail are looked at together with it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What to write: new rows, and earlier ones that look otherwise now, with the reason."""

    new: list[NewSign] = field(default_factory=list)
    turned: dict[int, str] = field(default_factory=dict)


def judge_clicks(lines: Sequence[Mapping[str, Any]]) -> Judged:
    """Rows of the lines of the spool, each mail judged as a whole with what was clicked in it before.

    Left out are lines about links, prospects and mails that are not here any more, and about people who were forgotten.
    """
    links = {link.ref: link for link in Link.objects.filter(ref__in=_named(lines, "link")).select_related("page")}
    people, touches = _people(_named(lines, "prospect")), _touches(_named(lines, "touch"))
    kept = [(line, links[line["link"]], people[line["prospect"]]) for line in lines if line["link"] in links and line["prospect"] in people]
    new = [_sign(line, link, person, touches.get(line["touch"])) for line, link, person in kept]
    traps = {link.pk for link in links.values() if link.is_trap}
    return rejudge(new, {touch.pk: _delivered(touch) for touch in touches.values()}, traps)


def rejudge(new: Sequence[NewSign], delivered: Mapping[int, datetime | None], traps: set[int]) -> Judged:
    """The new clicks with the earlier ones of the same mails; `delivered` by touch."""
    before = _before(new)
    traps |= set(Link.objects.filter(pk__in={row.link_id for row in before}, is_trap=True).values_list("pk", flat=True))
    told = {one.fingerprint for one in new}
    mails: dict[tuple[int, int | None], list[NewSign | Sign]] = defaultdict(list)
    clicks_of_mails: list[NewSign | Sign] = [*new, *(row for row in before if row.fingerprint not in told)]
    for one in clicks_of_mails:
        mails[one.prospect_id, one.touch_id].append(one)
    judged = Judged()
    for (_, touch_id), clicks in mails.items():
        seen = [Seen(one.link_id or 0, one.at, one.link_id in traps, one.robot_because) for one in clicks]
        for one, because in zip(clicks, judge_mail(seen, delivered.get(touch_id or 0)), strict=True):
            if isinstance(one, NewSign):
                judged.new.append(one.by_robot(because))
            elif because != one.robot_because:
                judged.turned[one.pk] = because
    return judged


def _named(lines: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    return {line[name] for line in lines if line[name]}


def _people(refs: set[str]) -> dict[str, int]:
    """Who each reference is now, over merges; nobody who was forgotten."""
    found = dict(Prospect.objects.filter(ref__in=refs).values_list("ref", "pk"))
    left = remaining(found.values())
    gone = set(Prospect.objects.filter(pk__in=set(left.values()), end_reason=FORGOTTEN).values_list("pk", flat=True))
    return {ref: left[pk] for ref, pk in found.items() if left[pk] not in gone}


def _touches(refs: set[str]) -> dict[str, Touch]:
    return {touch.ref: touch for touch in Touch.objects.filter(ref__in=refs).only("ref", "prospect", "disposition", "happened_at")}


def _delivered(touch: Touch) -> datetime | None:
    """A mail's touch happened when it was delivered, once that is known."""
    return touch.happened_at if touch.disposition == Disposition.DELIVERED else None


def _sign(line: Mapping[str, Any], link: Link, person: int, touch: Touch | None) -> NewSign:
    return NewSign(
        prospect_id=person,
        kind=Kind.CLICK,
        at=datetime.fromisoformat(line["at"]),
        item_id=link.item_id,
        link_id=link.pk,
        page_id=link.page_id,
        touch_id=touch.pk if touch else None,
        weight=link.page.weight if link.page else 1,
        once=line["once"],
        robot_because=line["because"],
    )


def _before(new: Sequence[NewSign]) -> list[Sign]:
    """Earlier clicks of the mails of these, as far back as they are looked at together."""
    if not new:
        return []
    since = min(one.at for one in new) - LOOKS_BACK
    people = {one.prospect_id for one in new}
    mails = {(one.prospect_id, one.touch_id) for one in new}
    rows = Sign.objects.filter(prospect_id__in=people, kind=Kind.CLICK, at__gte=since)
    return [row for row in rows if (row.prospect_id, row.touch_id) in mails]
