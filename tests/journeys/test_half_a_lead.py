"""Journey 4, half a lead: a big wish by mail is no lead; a call finds out the rest; then offered, and accepted in forty minutes."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from keepwarm.answers.actions import ask_first_questions
from keepwarm.answers.models import Question
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import arrive, log_touch, settle
from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewTouch
from keepwarm.engine.words import Evidence, Stage
from keepwarm.handoff.actions import accept, offer
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.refusals import NoLead
from keepwarm.inbox.actions import take_mail
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.queries.missing import what_is_missing
from tests.cast import NOW, House, open_house, user_of
from tests.leads import agree
from tests.mails import mail

pytestmark = pytest.mark.django_db
WISH = "We are very interested, send an offer for all three halls, please.\n"
SOON = NOW + timedelta(minutes=10)
CALLED = NOW + timedelta(minutes=45)


def hanna(house: House) -> Prospect:
    """From a good firm, by the form on the web; her mail follows within minutes, and she wants everything."""
    ask_first_questions()
    phone = NewAddress("phone", "0113 496 0081", "+441134960081", place="GB", zones="Europe/London")
    email = NewAddress("email", "hanna@halls.example", "hanna@halls.example")
    came = Arrival(
        name="Hanna Hall",
        owner_id=house.ines.pk,
        source_id=house.web.pk,
        fingerprint="halls",
        inquired_at=NOW,
        addresses=(phone, email),
        place="GB",
        zones="Europe/London",
        answers=(
            NewAnswer("fit", "three halls, 400 people", int(Evidence.PUBLIC)),
            NewAnswer("need", "pumps for three halls", int(Evidence.WRITTEN)),
        ),
    )
    found = arrive([came], by=None, now=NOW)[0].prospect_id
    row = take_mail(mail(WISH, subject="Offer", sender="hanna@halls.example", to="ines@house.example"), now=SOON)
    assert (row.prospect_id, row.kind) == (found, "interested")
    return Prospect.objects.get(pk=found)


def test_half_a_lead() -> None:
    house = open_house()
    agree(at=NOW - timedelta(days=30), needed=1)
    person = hanna(house)

    # not a lead: need and authority are not known from a conversation
    assert not person.is_lead
    known = what_is_missing(person)
    assert {"need", "authority"} <= {one.criterion.name for one in known.missing}

    # the system proposes a call to find out, not an offer
    settle([person.pk], by=None, now=SOON)
    person.refresh_from_db()
    assert (person.next_step, person.owner) == ("call", house.ines)
    with time_machine.travel(SOON):
        page = Client()
        page.force_login(user_of(house.ines))
        desk = page.get(f"/desk/{person.ref}/").content.decode()
    assert Question.objects.get(key=known.ask).ask in unescape(desk)

    # marketing cannot push it over to sales
    with pytest.raises(NoLead, match="Hanna Hall is no lead yet"):
        offer(person.pk, why="they want an offer", by=house.max, now=SOON)
    assert not HandOff.objects.exists()

    # after the call two criteria are met by word of mouth: lead
    told = (
        NewAnswer("need", "fewer stops", int(Evidence.CONVERSATION)),
        NewAnswer("authority", "decides alone", int(Evidence.CONVERSATION)),
    )
    talk = NewTouch(person.pk, "phone", "out", "reached", CALLED, house.ines.pk, seconds=600, learned="she decides herself", answers=told)
    log_touch(talk, by=user_of(house.ines), now=CALLED)
    assert Prospect.objects.get(pk=person.pk).is_lead

    # offered, accepted in forty minutes
    handoff = offer(person.pk, why="she decides herself", by=house.max, now=CALLED, to_seat=house.cara)
    accept(handoff.ref, by=user_of(house.cara), now=CALLED + timedelta(minutes=40))
    theirs = Prospect.objects.get(pk=person.pk)
    assert (theirs.owner, theirs.stage) == (house.cara, Stage.IN_SALES)
    found = audit_house(now=CALLED + timedelta(hours=1))
    assert found.is_clean, found.found
