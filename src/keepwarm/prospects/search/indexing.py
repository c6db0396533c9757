"""Keeping the lines by which people are found. Set-based; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.search.words import words_of

CHUNK = 500
_FOUND_BY = (Address.Kind.PHONE, Address.Kind.EMAIL)
Line = tuple[int, str]


def index_prospects(ids: Iterable[int], *, gone: Iterable[int] = ()) -> int:
    """Bring the lines of these prospects in line with their rows; those forgotten, and those of `gone`, lose theirs.

    Gives how many stand. A line that is right already is left alone. Best called last in a transaction: SQLite's index writes to the
    disk whenever other rows follow.
    """
    wanted, away = sorted(set(ids)), list(gone)
    done = 0
    for chunk in _chunks(wanted):
        lines, have = dict(_lines(chunk)), _standing_lines(chunk)
        unindex_prospects([*away, *(pk for pk, words in have.items() if lines.get(pk) != words)])
        index_words((pk, words) for pk, words in lines.items() if have.get(pk) != words)
        done, away = done + len(lines), []
    unindex_prospects(away)
    return done


def _standing_lines(ids: Sequence[int]) -> dict[int, str]:
    column = "rowid" if connection.vendor == "sqlite" else "prospect_id"
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, words FROM prospects_search WHERE {column} IN ({marks})", ids)  # noqa: S608 - marks only
        return {int(pk): str(words) for pk, words in cursor.fetchall()}


def index_words(lines: Iterable[Line]) -> int:
    """Add lines of prospects that have none yet: (prospect id, `words_of` …). For arrivals in bulk, which know the words already."""
    given = list(lines)
    if not given:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO prospects_search (rowid, words) VALUES (%s, %s)", given)
        else:
            with cursor.copy("COPY prospects_search (prospect_id, words) FROM STDIN") as copy:
                for line in given:
                    copy.write_row(line)
    return len(given)


def unindex_prospects(ids: Iterable[int]) -> None:
    """Take the lines of these prospects out: they are deleted, merged or forgotten."""
    column = "rowid" if connection.vendor == "sqlite" else "prospect_id"
    with connection.cursor() as cursor:
        for chunk in _chunks(list(ids)):
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(f"DELETE FROM prospects_search WHERE {column} IN ({marks})", chunk)  # noqa: S608 - marks only


def _lines(ids: Sequence[int]) -> Iterator[Line]:
    people = Prospect.objects.filter(pk__in=ids).exclude(name_folded="")
    addresses: dict[int, list[str]] = {}
    rows = Address.objects.filter(prospect__in=ids, kind__in=_FOUND_BY).order_by("rank", "pk")
    for prospect, normalized in rows.values_list("prospect_id", "normalized"):
        addresses.setdefault(prospect, []).append(normalized)
    for pk, name, firm in people.values_list("pk", "name_folded", "organization__name_folded"):
        yield pk, words_of(name, firm or "", addresses.get(pk, ()))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
