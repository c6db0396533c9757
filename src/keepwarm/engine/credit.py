"""Whom a sale is owed to: its amount shared among the contacts that came before it, by models side by side. Pure.

No model is the truth: the first contact without the later ones would have brought nothing, and the other way round. Where the models
agree, one may believe them; where they do not, only a comparison with similar people who did not get it helps (`engine.comparing`).
Ages are days before the sale, none negative; the window is as long as the history. Amounts are minor units, and shares sum to the
amount exactly.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from math import floor
from typing import Final

from keepwarm.engine.translate import gettext_noop as _

HALF_LIFE_DAYS: Final = 90
"""In the model that fades, a contact so many days earlier is worth half as much. Our choice: a quarter of the usual nine months is less
than the time from inquiry to sale, so that what stood at the beginning still counts."""


class Model(StrEnum):
    """How credit is shared."""

    FIRST = "first"
    LAST = "last"
    EQUAL = "equal"
    FADING = "fading"


MODELS: Final[Mapping[Model, tuple[str, str]]] = {
    Model.FIRST: (_("First"), _("All of it to the first contact.")),
    Model.LAST: (_("Last"), _("All of it to the last contact before the sale.")),
    Model.EQUAL: (_("Equal"), _("To each contact the same.")),
    Model.FADING: (_("Fading"), _("The nearer to the sale, the more: half as much for each 90 days before it.")),
}
"""Label and sentence of each."""


def share_out(amount: int, weights: Sequence[float]) -> tuple[int, ...]:
    """The amount in whole units by weight, summing to it exactly; each within one unit of its due, the larger remainders rounded up.

    Of equal remainders the earlier is rounded up. Without any weight above nothing all get the same. Raises ValueError for an amount
    below nothing or a weight that is below nothing.
    """
    if amount < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither an amount nor a weight is below nothing")
    if not weights:
        return ()
    if not any(weights):
        weights = [1.0] * len(weights)
    whole = sum(weights)
    due = [amount * (weight / whole) for weight in weights]
    shares = [min(floor(one), amount) for one in due]
    left = amount - sum(shares)
    by_rest = sorted(range(len(due)), key=lambda place: (shares[place] - due[place], place))
    step = 1 if left >= 0 else -1  # below nothing only where the floats of a very large amount were rounded up
    for turn in range(abs(left)):
        place = by_rest[turn % len(due)] if step > 0 else max(range(len(due)), key=shares.__getitem__)
        shares[place] += step
    return tuple(shares)


def _first(ages: Sequence[float]) -> list[float]:
    oldest = max(range(len(ages)), key=lambda place: (ages[place], -place))
    return [float(place == oldest) for place in range(len(ages))]


def _last(ages: Sequence[float]) -> list[float]:
    newest = min(range(len(ages)), key=lambda place: (ages[place], -place))
    return [float(place == newest) for place in range(len(ages))]


def _equal(ages: Sequence[float]) -> list[float]:
    return [1.0] * len(ages)


def _fading(ages: Sequence[float]) -> list[float]:
    """Counted from the newest, so that a sale long after the last contact is shared out too."""
    newest = min(ages)
    return [0.5 ** ((age - newest) / HALF_LIFE_DAYS) for age in ages]


WEIGHTS: Final[Mapping[Model, Callable[[Sequence[float]], list[float]]]] = {
    Model.FIRST: _first,
    Model.LAST: _last,
    Model.EQUAL: _equal,
    Model.FADING: _fading,
}


def credit(amount: int, ages: Sequence[float]) -> dict[Model, tuple[int, ...]]:
    """The share of each contact under each model, in the order of `ages` (the earliest first). Of no contacts nobody has a share.

    Of contacts in the same moment the one given first is the first, and the one given last the last.
    """
    if not ages:
        return dict.fromkeys(Model, ())
    return {model: share_out(amount, weigh(ages)) for model, weigh in WEIGHTS.items()}
