"""What may be offered, and who had what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from keepwarm.content.models import Item, Received, State, StoredFile
from keepwarm.prospects.moving import CHUNK


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as those who offer it see it. Empty `interests`, `stages` or `language` suit everyone; `minutes` 0: unknown.

    `question` is the key of the question before its download, "" when none is asked.
    `asks_to_buy`: only for whoever is ready.
    """

    id: int
    ref: str
    kind: str
    title: str
    teaser: str
    url: str
    interests: frozenset[str]
    stages: frozenset[int]
    language: str
    minutes: int
    worth: int
    fresh_until_on: date | None
    owner_id: int | None
    question: str
    has_file: bool
    source: str
    asks_to_buy: bool
    has_short: bool = False

    def suits(self, interests: frozenset[str], stage: int, language: str = "") -> bool:
        """Whether it is for somebody with these interests, at this stage; of a language that nobody knows, any suits."""
        in_language = not self.language or not language or self.language[:2] == language[:2]
        return in_language and (not self.interests or bool(self.interests & interests)) and (not self.stages or stage in self.stages)


_FIELDS = (
    *("id", "ref", "kind", "title", "teaser", "url", "interests", "stages", "language", "minutes", "worth"),
    *("fresh_until_on", "owner_id", "question__key", "file_id", "source", "asks_to_buy", "short_text"),
)


def items_in_use(now: datetime, *, stale_too: bool = False) -> tuple[ItemLine, ...]:
    """All items that may be offered, the best first: in use, and fresh still (its last fresh day counts, by UTC)."""
    rows = Item.objects.filter(state=State.IN_USE)
    if not stale_too:
        rows = rows.filter(Q(fresh_until_on__isnull=True) | Q(fresh_until_on__gte=now.date()))
    return tuple(_line(*row) for row in rows.order_by("-worth", "pk").values_list(*_FIELDS))


def received_of(prospect_ids: Sequence[int]) -> dict[int, set[int]]:
    """The ids of the items that each of them had; whoever had none is not among the keys. One query for each 500 people."""
    found: dict[int, set[int]] = {}
    for start in range(0, len(prospect_ids), CHUNK):
        rows = Received.objects.filter(prospect_id__in=prospect_ids[start : start + CHUNK])
        for prospect, item in rows.values_list("prospect_id", "item_id"):
            found.setdefault(prospect, set()).add(item)
    return found


def item_file(item: Item | int) -> StoredFile | None:
    """The file that people download, with its bytes; None of an item without one."""
    pk = item.pk if isinstance(item, Item) else item
    return StoredFile.objects.filter(items=pk).first()


def _line(*row: object) -> ItemLine:
    one = dict(zip(_FIELDS, row, strict=True))
    one["interests"], one["stages"] = frozenset(one["interests"]), frozenset(one["stages"])  # type: ignore[call-overload]
    one["question"], one["has_file"] = one.pop("question__key") or "", one.pop("file_id") is not None
    one["has_short"] = bool(one.pop("short_text"))
    return ItemLine(**one)  # type: ignore[arg-type]
