"""The pages: the unhappy first, then the quiet; what is done there; and who may do it."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.customers.actions import break_promise, open_case, report_fact
from keepwarm.customers.models import Case, Loss, Promise
from keepwarm.customers.queries.lists import list_customers
from keepwarm.customers.refusals import FactUnusable
from keepwarm.customers.tests.buying import SUNDAYS, TWO_WEEKS, buyer
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: object) -> House:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]
    return open_house()


def signed(client: Client, house: House) -> Client:
    client.force_login(house.sven)
    return client


def test_the_unhappy_stand_first_then_the_quiet_then_those_who_are_well(house: House) -> None:
    well, quiet, unhappy = (buyer(house, name, email=f"{name}@x.example").prospect for name in ("Wanda", "Quentin", "Una"))
    Prospect.objects.filter(pk=well.pk).update(last_reached_at=NOW - timedelta(days=3))
    Prospect.objects.filter(pk=quiet.pk).update(last_reached_at=NOW - timedelta(days=120))
    break_promise(Promise.objects.get(prospect=unhappy, what=SUNDAYS).ref, "Closed", by=None, now=NOW)
    lines = list_customers(for_=house.sven, now=NOW)
    assert [(line.name, line.health.mood) for line in lines] == [("Una", "unhappy"), ("Quentin", "quiet"), ("Wanda", "well")]
    assert lines[1].health.reasons[0] == "The last talk with anyone there was 120 days ago."
    assert lines[0].health.label == "unhappy"
    assert [line.name for line in list_customers(for_=user_of(house.ivo), now=NOW)] == []


def test_use_that_falls_and_a_late_payment_are_reasons(house: House) -> None:
    anna = buyer(house).prospect
    Prospect.objects.filter(pk=anna.pk).update(last_reached_at=NOW)
    for weeks, value in ((4, 20.0), (3, 22.0), (2, 18.0), (0, 5.0)):
        report_fact(anna.pk, "use", value, at=NOW - timedelta(weeks=weeks), by=house.sven, now=NOW)
    report_fact(anna.pk, "payment", 30, at=NOW, by=house.sven, now=NOW)
    report_fact(anna.pk, "payment", 31, at=NOW, by=house.sven, now=NOW)
    (line,) = list_customers(for_=house.sven, now=NOW)
    assert line.health.reasons[:2] == ("They use it 25 % as much as before.", "Their last payment came 31 days late.")
    for kind, value in (("use", -1.0), ("payment", float("nan")), ("mood", 1.0)):
        with pytest.raises(FactUnusable):
            report_fact(anna.pk, kind, value, at=NOW, by=house.sven, now=NOW)


def test_service_says_how_a_promise_went_on_the_customers_page(house: House, client: Client) -> None:
    sale = buyer(house)
    page, first = f"/customers/{sale.prospect.ref}/", sale.promises.get(what=SUNDAYS)
    assert SUNDAYS in signed(client, house).get(page).content.decode()
    refused = client.post(f"/customers/promise/{first.ref}/settle/", {"do": "broken", "proof": ""})
    assert refused.status_code == 422
    told = client.post(f"/customers/promise/{first.ref}/settle/", {"do": "broken", "proof": "Closed"}, follow=True).content.decode()
    assert "Cara settles it until" in told
    assert "Sven of service is beside." in told
    case = Case.objects.get()
    client.post(f"/customers/case/{case.ref}/settle/", {"outcome": "Open from December on"})
    assert "Open from December on" in client.get("/customers/cases/?settled=1").content.decode()
    assert "1 broken of 1" in client.get("/customers/over-selling/").content.decode()
    assert "Nothing is settled yet" not in client.get("/customers/over-selling/?by=source").content.decode()
    assert SUNDAYS in client.get(f"/customers/promises/?tab=settled&source={house.web.ref}").content.decode()
    assert SUNDAYS not in client.get(f"/customers/promises/?tab=settled&source={house.bought.ref}").content.decode()
    assert SUNDAYS in client.get(f"/customers/promises/?tab=settled&offering={sale.offering.ref}").content.decode()


def test_each_figure_of_over_selling_opens_its_promises(house: House, client: Client) -> None:
    sale = buyer(house)
    break_promise(sale.promises.get(what=SUNDAYS).ref, "Closed", by=None, now=NOW)
    Promise.objects.exclude(what=SUNDAYS).update(recorded=False)
    signed(client, house).post(f"/customers/{sale.prospect.ref}/left/", {"reason": "promise", "because": "x", "wake_on": "2027-05-03"})
    page = client.get("/customers/over-selling/").content.decode()
    for tab, what in (("left", SUNDAYS), ("unrecorded", TWO_WEEKS)):
        assert f"?tab={tab}&amp;offering={sale.offering.ref}" in page
        behind = client.get(f"/customers/promises/?tab={tab}&offering={sale.offering.ref}").context["lines"]
        assert [line.what for line in behind] == [what]


def test_a_complaint_by_phone_opens_a_case_and_the_customer_is_called_today(house: House, client: Client) -> None:
    anna = buyer(house).prospect
    complaint = {"what": "The invoice is wrong again", "channel": "phone"}
    signed(client, house).post(f"/customers/{anna.ref}/complaint/", complaint)
    case, anna = Case.objects.get(), Prospect.objects.get(pk=anna.pk)
    assert (case.owner, case.channel, anna.because_rule) == (house.cara, "phone", "complaint")
    assert case.due_at.isoformat() == "2026-11-20T09:30:00+00:00", "two working days"
    assert open_case(anna.pk, "Again", source="x:1", by=None, now=NOW) == open_case(anna.pk, "Again", source="x:1", by=None, now=NOW)
    client.force_login(user_of(house.cara))
    desk = client.get(f"/desk/{anna.ref}/").content.decode()
    assert "What would put it right for you" in desk
    assert "They may say" not in desk, "no sales talk before it is settled"
    for page in (desk, client.get(f"/prospects/{anna.ref}/sheet/").content.decode()):
        assert "I would rather hear it from you" in page
        assert "I want to put it right" in page, "nor on the machine"
    client.force_login(house.dora)
    assert client.post(f"/customers/{anna.ref}/complaint/", complaint).status_code == 403, "a director changes nothing"


def test_who_leaves_stays_in_the_conversation_and_is_asked_again(house: House, client: Client) -> None:
    anna = buyer(house).prospect
    signed(client, house)
    left = {"reason": "price", "because": "Too dear", "wake_on": "2026-01-01"}
    assert client.post(f"/customers/{anna.ref}/left/", left).status_code == 422, "a day gone by"
    client.post(f"/customers/{anna.ref}/left/", {**left, "wake_on": "2027-05-03"})
    anna.refresh_from_db()
    assert (anna.stage, Loss.objects.get().reason) == (Stage.CONVERSING, "price")
    assert anna.next_touch_at is not None
    assert not Signal.objects.open().filter(kind="win_back").exists()


def test_what_is_wrong_is_named_and_what_was_typed_stays(house: House, client: Client) -> None:
    sale = buyer(house)
    promise = sale.promises.get(what=SUNDAYS)
    signed(client, house)
    refused = client.post(f"/customers/promise/{promise.ref}/change/", {"what": "Open on Saturdays", "due_on": "soon", "because": ""})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Fill in: Why, as the customer reads it" in page
    assert "By which day: Enter a valid date." in page
    assert 'value="Open on Saturdays"' in page
    left = client.post(f"/customers/{sale.prospect.ref}/left/", {"reason": "price", "because": "Dearer than theirs", "wake_on": ""})
    assert "Fill in: When do we ask again?" in left.content.decode()
    assert 'value="Dearer than theirs"' in left.content.decode()
    assert not Loss.objects.exists()
