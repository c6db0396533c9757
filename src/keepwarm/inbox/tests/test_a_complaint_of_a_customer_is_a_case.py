"""A customer who complains by mail has a case with an owner and a day; of somebody who bought nothing it stays a reply without mailings."""

from datetime import timedelta

import pytest

from keepwarm.consent.models import Wish
from keepwarm.customers.actions import settle_case
from keepwarm.customers.models import Case
from keepwarm.customers.tests.buying import sell
from keepwarm.inbox.actions import choose_kind
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from keepwarm.outbox.gate import Asked, held_back
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, Stage
from tests.cast import user_of
from tests.mails import mail

pytestmark = pytest.mark.django_db
ODD = "Zwei Birnen, drei Pflaumen.\n\nOn Tue Ines wrote:\n> unsubscribe\n"


def mailing_to(prospect: Prospect) -> Asked:
    return Asked(1, "mailing", "anna@arnold.example", "", prospect.pk, None, None, None, None, None, None)


@pytest.mark.parametrize("stage", [Stage.CUSTOMER, Stage.CONVERSING])
def test_it_is_a_case_of_a_customer_and_a_reply_of_anybody_else(written: Written, take: Take, stage: Stage) -> None:
    Prospect.objects.filter(pk=written.anna.pk).update(stage=stage)
    now = LATER + timedelta(hours=1)
    reply = take(mail(ODD, **written.thread))
    choose_kind(reply, "complaint", by=user_of(written.house.ines), now=now)
    if stage == Stage.CONVERSING:
        assert not Case.objects.exists()
        return
    case = Case.objects.get()
    assert (case.owner, case.channel, case.source) == (written.house.ines, "mail", f"received:{reply.ref}")
    assert written.fresh().because_rule == "complaint"
    assert held_back([mailing_to(written.anna)], policy=policy_in_force(), now=now) != {}
    settle_case(case.ref, "New boxes, and a credit note", by=None, now=now)
    assert not Wish.objects.exists(), "they said nothing against mailings for good"


def test_whoever_left_us_and_complains_of_what_they_bought_is_heard_too(written: Written, take: Take) -> None:
    sell(written.anna, written.house.cara)
    Prospect.objects.filter(pk=written.anna.pk).update(stage=Stage.CONVERSING)
    reply = take(mail(ODD, **written.thread))
    choose_kind(reply, "complaint", by=written.house.mona, now=LATER + timedelta(hours=1))
    assert Case.objects.get().owner == written.house.cara
