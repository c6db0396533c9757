"""A lead was always spoken with before sales had it: that talk excuses no closing rep who stops before the agreed attempts."""

from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.by_hand import gives_up_early
from keepwarm.handoff.actions import accept, offer, recycle
from keepwarm.prospects.models import Prospect
from keepwarm.reports.tests.day import part, read
from tests.cast import NOW, House, open_house, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)
WHY = "There were fewer attempts than agreed: why stop now?"


@pytest.fixture
def house() -> House:
    agree(at=NOW - timedelta(days=30))
    return open_house()


def accepted(house: House) -> Prospect:
    """Since yesterday morning with Cara, who reads it on her desk."""
    lead = a_lead(house, at=YESTERDAY - timedelta(hours=2))
    accept(offer(lead.pk, by=house.max, now=YESTERDAY, to_seat=house.cara).ref, by=user_of(house.cara), now=YESTERDAY)
    return Prospect.objects.get(pk=lead.pk)


def call(house: House, lead: Prospect, disposition: str) -> Prospect:
    at = YESTERDAY + timedelta(hours=1)
    log_touch(NewTouch(lead.pk, "phone", "out", disposition, at, house.cara.pk), by=user_of(house.cara), now=at)
    return Prospect.objects.get(pk=lead.pk)


@pytest.mark.parametrize(("disposition", "asked"), [("", True), ("no_answer", True), ("reached", False)])
def test_without_a_call_and_after_one_in_vain_and_not_after_a_talk(house: House, disposition: str, asked: bool) -> None:
    lead = accepted(house)
    lead = call(house, lead, disposition) if disposition else lead
    client = Client()
    client.force_login(user_of(house.cara))
    form = {"version": str(lead.version), "pick": "6", "reason": "not_now"}
    with time_machine.travel(NOW, tick=False):
        page = client.post(f"/desk/{lead.ref}/keep-warm/", form, follow=True).content.decode()
    assert (WHY in page) == asked
    assert (Prospect.objects.get(pk=lead.pk).owner == house.cara) == asked


def test_in_the_shell_too(house: House) -> None:
    lead = accepted(house)
    words = ["recycle", lead.ref, "--until", "2027-03-01", "--reason", "not_now"]
    assert WHY in CliRunner().invoke(keepwarm, words).output + str(CliRunner().invoke(keepwarm, words).exception)
    assert Prospect.objects.get(pk=lead.pk).owner == house.cara
    assert gives_up_early(Prospect.objects.get(pk=lead.pk))


@pytest.mark.parametrize(("disposition", "told"), [("", [("Anna Arnold", 0)]), ("no_answer", [("Anna Arnold", 1)]), ("reached", [])])
def test_and_the_report_names_them(house: House, disposition: str, told: list[tuple[str, int]]) -> None:
    lead = accepted(house)
    if disposition:
        call(house, lead, disposition)
    recycle(lead.pk, NOW + timedelta(days=90), "no time", reason="not_now", by=user_of(house.cara), now=YESTERDAY + timedelta(hours=2))
    assert [(one.person.name, one.attempts) for one in part(read(), house.cara).given_up] == told
