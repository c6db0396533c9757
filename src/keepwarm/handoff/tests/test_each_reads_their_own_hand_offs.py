"""The pages of the hand-off: who sees which, the clock, the loser of two, the agreed list, the brief as it was offered."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, offer
from keepwarm.handoff.models import HandOff, Notice, ReturnReason
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.handoff.queries.page_list import PAGE
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import AuditRow, Seat, User
from tests.cast import NOW, House, meet, open_house, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
SignIn = Callable[[Seat | User], Client]


@pytest.fixture
def house() -> Iterator[House]:
    house = open_house()
    agree()
    with time_machine.travel(NOW, tick=False):
        yield house


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def enter(who: Seat | User) -> Client:
        client.force_login(who if isinstance(who, User) else user_of(who))
        return client

    return enter


def offered(house: House, name: str = "Anna Arnold", *, to: Seat | None = None) -> HandOff:
    lead = a_lead(house, name, email=f"{name.split(maxsplit=1)[0].lower()}@x.example", phone="")
    return offer(
        lead.pk, why="The board meets", brief=compose_brief(lead.pk, now=NOW), by=user_of(house.ines), now=NOW, to_seat=to or house.cara
    )


def test_a_rep_sees_only_what_they_offered_own_or_were_asked(house: House, sign_in: SignIn) -> None:
    ref = offered(house).ref
    for who in (house.ines, house.cara, house.max, house.mona, house.dora):
        page = sign_in(who).get(f"/hand-offs/{ref}/")
        assert page.status_code == 200
        assert "Anna Arnold" in sign_in(who).get("/hand-offs/").content.decode()
    for who in (house.ivo, house.carl, house.sven):
        for path in (f"/hand-offs/{ref}/", f"/hand-offs/{ref}/brief.pdf", f"/hand-offs/{ref}/clock/", "/hand-offs/"):
            assert "Anna" not in sign_in(who).get(path).content.decode()


def test_the_buttons_are_there_for_whom_it_waits(house: House, sign_in: SignIn) -> None:
    ref = offered(house).ref
    assert 'data-key="a"' in sign_in(house.cara).get(f"/hand-offs/{ref}/").content.decode()
    assert 'data-key="a"' not in sign_in(house.ines).get(f"/hand-offs/{ref}/").content.decode()


def test_the_second_who_accepts_sees_who_has_them(house: House, sign_in: SignIn) -> None:
    ref = offered(house).ref
    accept(ref, by=user_of(house.cara), now=NOW)
    page = sign_in(house.mona).post(f"/hand-offs/{ref}/accept/")
    assert page.status_code == 409
    assert "Cara accepted Anna Arnold before." in page.content.decode()
    assert 'data-key="a"' not in page.content.decode()


def test_the_clock_is_red_only_when_it_is_over(house: House, sign_in: SignIn) -> None:
    ref = offered(house).ref
    assert "alert" not in sign_in(house.cara).get(f"/hand-offs/{ref}/clock/").content.decode()
    with time_machine.travel(NOW + timedelta(days=2)):
        late = sign_in(house.cara).get(f"/hand-offs/{ref}/clock/").content.decode()
    assert "track alert" in late
    assert "was due" in late


def test_a_return_takes_a_reason_of_the_list_words_and_a_day(house: House, sign_in: SignIn) -> None:
    ref = offered(house).ref
    client = sign_in(house.cara)
    assert client.post(f"/hand-offs/{ref}/return/", {}).status_code == 422
    past = {"reason": "no_budget", "wake_on": "2026-01-01"}
    assert "That day has passed" in client.post(f"/hand-offs/{ref}/return/", past).content.decode()
    done = client.post(f"/hand-offs/{ref}/return/", {"reason": "no_budget", "words": "spent", "wake_on": "2027-03-01"}, follow=True)
    assert "Given back." in done.content.decode()
    assert Prospect.objects.get().wake_at is not None


def test_who_is_no_lead_is_not_offered_and_it_says_what_is_missing(house: House, sign_in: SignIn) -> None:
    ben = meet(house, "Ben Brook", phone="")
    page = sign_in(house.max).get(f"/hand-offs/offer/{ben.ref}/").content.decode()
    assert "A call to find out comes next" in page
    assert "Authority" in page
    form = {"why": "very interested", "introduce": "not", "version": ben.version}
    answer = sign_in(house.max).post(f"/hand-offs/offer/{ben.ref}/", form)
    assert answer.status_code == 422
    assert not HandOff.objects.exists()


def test_an_offer_freezes_the_brief(house: House, sign_in: SignIn) -> None:
    anna = a_lead(house, phone="")
    form = {"why": "The board meets", "introduce": "letter", "introduction": "Hello, {rep} will call.", "version": anna.version}
    page = sign_in(house.max).post(f"/hand-offs/offer/{anna.ref}/", form, follow=True)
    assert "is offered to sales" in page.content.decode()
    row = HandOff.objects.get()
    assert row.approved_by == house.max
    log_touch(NewTouch(anna.pk, "phone", "in", "reached", NOW, house.ines.pk, learned="plans changed"), by=house.max, now=NOW)
    again = sign_in(house.mona).get(f"/hand-offs/{row.ref}/").content.decode()
    assert "fewer stops" in again
    assert "plans changed" not in again
    assert "{rep}" not in again


def test_notices_are_cleared_by_one_click_and_only_ones_own(house: House, sign_in: SignIn) -> None:
    accept(offered(house).ref, by=user_of(house.cara), now=NOW)
    assert "Cara accepted Anna Arnold." in sign_in(house.ines).get("/desk/").content.decode()
    assert "Cara accepted Anna Arnold." in sign_in(house.ines).get("/hand-offs/").content.decode()
    told = Notice.objects.get(user=house.ines.user)
    sign_in(house.ivo).post("/hand-offs/notices/seen/", {"notice": told.ref})
    assert Notice.objects.get(pk=told.pk).seen_at is None
    sign_in(house.ines).post("/hand-offs/notices/seen/", {"notice": told.ref})
    assert "Cara accepted Anna Arnold." not in sign_in(house.ines).get("/desk/").content.decode()


def test_a_crowded_list_is_read_in_pages_without_a_gap(house: House, sign_in: SignIn) -> None:
    for n in range(PAGE + 3):
        offered(house, f"P{n:02} Person")
    client, seen, path = sign_in(house.mona), [], "/hand-offs/"
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= 25
    while path:
        page = client.get(path)
        seen += [line.ref for line in page.context["page"].lines]
        path = f"/hand-offs/?{page.context['older']}" if page.context["older"] else ""
    assert len(seen) == len(set(seen)) == PAGE + 3


def test_the_agreed_list_is_added_to_renamed_and_retired_but_never_empty(house: House, sign_in: SignIn) -> None:
    offered(house)
    client = sign_in(house.mona)
    client.post("/hand-offs/reasons/", {"label": "Wrong region", "goes": "other_rep"})
    row = ReturnReason.objects.get(label="Wrong region")
    client.post(f"/hand-offs/reasons/{row.key}/", {"do": "change", "label": "Another region", "goes": "other_rep"})
    client.post(f"/hand-offs/reasons/{row.key}/", {"do": "retire"})
    row.refresh_from_db()
    assert (row.label, row.retired_at) == ("Another region", NOW)
    assert client.post("/hand-offs/reasons/", {"label": "no BUDGET", "goes": "back"}).status_code == 422
    assert AuditRow.objects.filter(what__startswith="return_reason").count() == 3
    for key in ReturnReason.objects.filter(retired_at__isnull=True).values_list("key", flat=True):
        last = client.post(f"/hand-offs/reasons/{key}/", {"do": "retire"})
    assert last.status_code == 422
    assert sign_in(house.max).post("/hand-offs/reasons/", {"label": "Mine", "goes": "back"}).status_code == 403
