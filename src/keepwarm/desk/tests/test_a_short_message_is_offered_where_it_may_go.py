"""On the desk and on a prospect's page one may write a short message where it may go; else the page says why not, or nothing at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from keepwarm.courier.models import Endpoint
from keepwarm.messaging.actions import write_messages
from keepwarm.messaging.models import Heard
from keepwarm.messaging.queries.offering import offer_message
from keepwarm.messaging.refusals import MessagingRefused
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, user_of
from tests.gateways import PHONE, by_message


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # the count of what was handed over is kept beside the database


def with_gateway() -> None:
    Endpoint.objects.create(kind="messages", name="Phone company", url="http://127.0.0.1:1/", secret="x", made_at=NOW)


def heard(person: Prospect) -> None:
    """They sent us one: as it is kept, without what follows from its words."""
    Heard.objects.create(their_id="in-1", kind="phone", sender=PHONE, text="How much is it?", prospect=person, heard_at=NOW)


def why_not(person: Prospect, by: User) -> str | None:
    """The sentence; "" when it may be written; None when nothing is said."""
    offered = offer_message(person, for_=by, now=NOW)
    return offered.why_not if offered else None


def test_who_may_begin_who_may_answer_and_why_not(house: House) -> None:
    anna, ines = by_message(house), user_of(house.ines)
    assert why_not(anna, house.max) is None, "without a gateway nothing is said"
    with_gateway()
    assert why_not(anna, house.max) == ""
    assert str(why_not(anna, ines)).startswith("A rep answers by short message")
    assert why_not(anna, house.dora) is None, "who writes none is told nothing"
    assert why_not(meet(house, "Bert Bow", email="bert@bow.example"), ines) == "No short message: they have not allowed short messages."
    write_messages([anna.pk], text="Hello", by=house.max, now=NOW)
    assert str(why_not(Prospect.objects.get(pk=anna.pk), house.max)).startswith("No short message before ")
    with pytest.raises(MessagingRefused, match="A rep answers"):
        write_messages([anna.pk], text="Hello", by=ines, now=NOW)
    heard(anna)
    asked = Prospect.objects.get(pk=anna.pk)
    assert (why_not(asked, ines), why_not(asked, house.max)) == ("", "")
    assert write_messages([anna.pk], text="Twelve", by=ines, now=NOW).waiting == 1
    assert offer_message(asked, for_=ines, now=NOW + timedelta(days=31)).why_not != ""  # type: ignore[union-attr]


@time_machine.travel(NOW, tick=False)
def test_the_pages_show_the_way_or_the_reason(house: House) -> None:
    anna, rep, max_ = by_message(house), Client(), Client()
    rep.force_login(user_of(house.ines))
    max_.force_login(house.max)
    page, way = f"/prospects/{anna.ref}/", f"/messaging/write/?to={anna.ref}"
    with_gateway()
    assert way in max_.get(page).content.decode()
    shown = rep.get(page).content.decode()
    assert way not in shown
    assert "A rep answers by short message" in shown
    heard(anna)
    assert way in rep.get(page).content.decode()
    assert way in rep.get(f"/desk/{anna.ref}/").content.decode()
