"""What the standing house of all tests sells, and an opportunity to begin with.

heating = offers("Heat pump", needs=[("need", ["heating"])])
row = may_buy(anna, heating)        # opened by whoever owns Anna
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from keepwarm.answers.models import Answer, Question
from keepwarm.engine.words import Evidence
from keepwarm.lib.text import fold
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions.offerings import add_offering
from keepwarm.selling.actions.opening import NewOpportunity, open_opportunity
from keepwarm.selling.models import Offering, Opportunity
from tests.cast import NOW

FRIDAY = date(2026, 11, 20)
"""Two days after the Wednesday of `tests.cast.NOW`."""


def offers(
    name: str = "Heat pump", *, needs: Sequence[tuple[str, Sequence[str]]] = (), price: int | None = 1_200_000, **more: Any
) -> Offering:
    """An offering of the house; `needs` as pairs of question and answers. Questions are made as they are named."""
    for key, _values in needs:
        Question.objects.get_or_create(key=key, defaults={"label": key.capitalize(), "ask": f"How is it with {key}?"})
    rows = [{"question": key, "values": list(values)} for key, values in needs]
    return add_offering(name=name, price_minor=price, needs=rows, by=None, now=NOW, **more)


def may_buy(prospect: Prospect, offering: Offering, *, on: date = FRIDAY, now: datetime = NOW, **more: Any) -> Opportunity:
    """An open opportunity of theirs, opened by the house."""
    new = NewOpportunity(offering=offering.ref, next_on=on, next_what="Call about the offer", **more)
    return open_opportunity(prospect.pk, new, by=None, now=now)


def said(prospect: Prospect, key: str, value: str, *, now: datetime = NOW) -> Answer:
    """What somebody told us."""
    question, _made = Question.objects.get_or_create(key=key, defaults={"label": key.capitalize(), "ask": f"How is it with {key}?"})
    known = {"evidence": Evidence.CONVERSATION, "learned_at": now - timedelta(days=1)}
    return Answer.objects.create(prospect=prospect, question=question, value=value, value_folded=fold(value), **known)
