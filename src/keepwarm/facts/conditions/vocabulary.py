"""The words of this house that a condition may use: its questions, sources, seats, and what its pages and items are about."""

from __future__ import annotations

from functools import cached_property

from keepwarm.answers.models import Question
from keepwarm.content.models import Item
from keepwarm.signs.models import Page
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Source


class Vocabulary:
    """Read once for each question that is asked, and each part only when it is needed. A house has dozens of each."""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key, in the order of the house."""
        return {one.key: one for one in Question.objects.order_by("position", "pk")}

    @cached_property
    def sources(self) -> dict[int, str]:
        """The names of the sources by key."""
        return dict(Source.objects.order_by("name").values_list("pk", "name"))

    @cached_property
    def seats(self) -> dict[int, str]:
        """The names of the seats by key."""
        return dict(Seat.objects.order_by("name").values_list("pk", "name"))

    @cached_property
    def _pages(self) -> list[tuple[int, list[str]]]:
        return list(Page.objects.values_list("pk", "interests"))

    @cached_property
    def _items(self) -> list[tuple[int, list[str]]]:
        return list(Item.objects.values_list("pk", "interests"))

    def pages_about(self, topic: str) -> list[int]:
        """The marked pages that tell of interest in this topic."""
        return [pk for pk, interests in self._pages if topic in interests]

    def items_about(self, topic: str) -> list[int]:
        """The items of the library that are about this topic."""
        return [pk for pk, interests in self._items if topic in interests]
