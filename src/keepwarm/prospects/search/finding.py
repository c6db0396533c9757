"""Asking the lines: candidates from the index, then ranked. Bounded: where very many match, the best beginnings and the newest.

Everyone of the house may learn that somebody is known, by name, firm and owner: they ring back, who is it, and whose?
Numbers, mailboxes and the page itself are for those who may see the prospect (`visible_to`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.places import show_number
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.prospects.search.words import Question, read_question, strength, telling_grams
from keepwarm.staff.models import User
from keepwarm.staff.queries import reach_of

SHOWN = 20
STRONG = 150  # candidates that begin or end as asked
CANDIDATES = 500  # candidates that hold what was asked somewhere; of more, SQLite gives the newest


@dataclass(frozen=True, slots=True)
class Found:
    """One person found. `addresses` are empty and `may_open` is false where the reader may not see more than who and whose."""

    ref: str
    name: str
    title: str
    firm: str
    owner: str
    stage: str
    is_mine: bool
    has_ended: bool
    last_touch_at: datetime | None
    may_open: bool
    addresses: tuple[str, ...]
    shown: tuple[str, ...] = ()  # the addresses as people write them


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, best first; `more` when there is more than is shown."""

    text: str
    rows: tuple[Found, ...]
    more: bool


def find(text: str, *, for_: User | None, limit: int = SHOWN) -> Finding:
    """Whom the words of `text` name, best first: exact, beginnings, one's own, those touched last.

    `for_` None is the house itself, on its command line: it sees everyone.
    """
    question = read_question(text)
    if question is None:
        return Finding(text, (), more=False)
    lines = _candidates(question)
    ranked = _ranked(lines, question, for_)
    return Finding(text, _shown(ranked[:limit], for_), more=len(ranked) > limit)


def _candidates(question: Question) -> dict[int, str]:
    """Lines by prospect id."""
    found: dict[int, str] = {}
    for best in question.best:
        found.update(_ask((best,), STRONG, beside=question.parts))
    found.update(_ask(question.parts, CANDIDATES))
    return found


def _ask(parts: Sequence[str], most: int, beside: Sequence[str] = ()) -> list[tuple[int, str]]:
    """At most `most` lines that hold every part. `beside` are pieces of the parts, which help to look into fewer lines."""
    sql, params = _sqlite(parts, beside) if connection.vendor == "sqlite" else _postgres(parts, beside)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {int(most)}", params)
        return [(int(pk), str(words)) for pk, words in cursor.fetchall()]


def _sqlite(parts: Sequence[str], beside: Sequence[str]) -> tuple[str, list[str]]:
    grams = " AND ".join('"{}"'.format(gram.replace('"', '""')) for gram in telling_grams([*parts, *beside]))
    tests = " AND ".join(["instr(words, %s)"] * len(parts))
    if not grams:
        return f"SELECT rowid, words FROM prospects_search WHERE {tests} ORDER BY rowid DESC", list(parts)  # noqa: S608
    sql = f"SELECT rowid, words FROM prospects_search WHERE prospects_search MATCH %s AND {tests} ORDER BY rowid DESC"  # noqa: S608
    return sql, [grams, *parts]


def _postgres(parts: Sequence[str], beside: Sequence[str]) -> tuple[str, list[str]]:
    grams = [f"%{_escaped(gram)}%" for gram in telling_grams([*parts, *beside])]
    tests = " AND ".join(["words LIKE %s"] * len(grams) + ["strpos(words, %s) > 0"] * len(parts))
    return f"SELECT prospect_id, words FROM prospects_search WHERE {tests}", [*grams, *parts]  # noqa: S608


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _ranked(lines: dict[int, str], question: Question, for_: User | None) -> list[int]:
    """Ids, best first. Merged ones are left out."""
    mine = _seats_of(for_)
    rows = sorted(_standings(lines), key=lambda row: lines[row[0]])
    rows.sort(key=lambda row: row[2], reverse=True)
    rows.sort(key=lambda row: (strength(lines[row[0]], question), row[1] not in mine))
    return [pk for pk, _owner, _at in rows]


def _standings(ids: Iterable[int]) -> list[tuple[int, int, str]]:
    """Id, owner and last touch as a sortable text, past the ORM: reading hundreds of moments as objects takes longer than finding."""
    marks = ", ".join(str(int(pk)) for pk in ids)
    if not marks:
        return []
    sql = "SELECT id, owner_id, coalesce(CAST(last_touch_at AS text), '') FROM prospects_prospect"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE merged_into_id IS NULL AND id IN ({marks})")
        return [(int(pk), int(owner), str(at)) for pk, owner, at in cursor.fetchall()]


def _shown(ids: Sequence[int], for_: User | None) -> tuple[Found, ...]:
    people = Prospect.objects.select_related("organization", "owner").in_bulk(list(ids))
    readable = visible_to(for_) if for_ else Prospect.objects.all()
    seen = set(readable.filter(pk__in=ids).values_list("pk", flat=True))
    addresses, mine = _addresses(seen), _seats_of(for_)
    return tuple(
        Found(
            ref=row.ref,
            name=row.name,
            title=row.title,
            firm=row.organization.name if row.organization else "",
            owner=row.owner.name,
            stage=row.get_stage_display(),
            is_mine=row.owner_id in mine,
            has_ended=not row.is_open,
            last_touch_at=row.last_touch_at,
            may_open=row.pk in seen,
            addresses=tuple(value for value, _shown in addresses.get(row.pk, ())),
            shown=tuple(shown for _value, shown in addresses.get(row.pk, ())),
        )
        for row in (people[pk] for pk in ids if pk in people)
    )


def _seats_of(for_: User | None) -> frozenset[int]:
    return reach_of(for_).seat_ids if for_ else frozenset()


def _addresses(ids: Iterable[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Phones and mailboxes in use, the first to try first: as they were written, and as people read them."""
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = Address.objects.filter(prospect__in=ids, state=Address.State.OK).exclude(kind=Address.Kind.POST)
    for pk, kind, value, normalized in rows.order_by("rank", "pk").values_list("prospect_id", "kind", "value", "normalized"):
        shown = show_number(normalized) if kind == Address.Kind.PHONE else value
        found[pk] = (*found.get(pk, ()), (value, shown))
    return found
