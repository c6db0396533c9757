"""The demo is a house that lived by the rules, and leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.queries import queue_of
from keepwarm.demo.actions import AlreadyHere, BeingLoaded, HouseNotEmpty, load_demo, read_folders, remove_demo
from keepwarm.demo.actions.alone import alone
from keepwarm.demo.actions.removing import StillOwned
from keepwarm.demo.models import DemoHouse
from keepwarm.demo.story.people import make_firms, make_people
from keepwarm.handoff.models import Notice
from keepwarm.inbox import files
from keepwarm.inbox.models import Proposal, Received
from keepwarm.ledger.models import Day
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.messaging.models import Heard
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.actions.claiming import claim
from keepwarm.outbox.models import Account
from keepwarm.outbox.new import NewMessage
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.places import read_phone
from keepwarm.segments.queries.members import count_of, list_segments
from keepwarm.selling.models import Opportunity
from keepwarm.seminars.models import Seminar
from keepwarm.signs.models import Sign
from keepwarm.signs.queries import readiness_of
from keepwarm.staff.models import Role, Seat, User
from keepwarm.surveys.models import SheetAnswer
from keepwarm.touches.models import Touch
from keepwarm.touches.queries import email_shares
from tests.cast import hire, meet, open_house

NOW = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
DAYS = 10


@pytest.mark.django_db
class TestADemoOfTenDays:
    def test_it_obeys_the_rules_and_goes_without_a_trace(self) -> None:
        before = rows()
        load_demo(now=NOW, days=DAYS)
        assert Prospect.objects.count() == 500
        found = audit_house(now=NOW)
        assert found.is_clean, found.found
        assert Touch.objects.filter(channel="phone").count() > 100
        assert not Touch.objects.filter(happened_at__gte=NOW).exists()
        assert not Notice.objects.filter(seen_at__isnull=True, at__lt=NOW - timedelta(days=3)).exists()
        reps = Seat.objects.filter(kind=Seat.Kind.PERSON)
        assert all(queue_of([seat], zone=seat.zone, now=NOW).lines for seat in reps[:2])
        shares = email_shares(reps, share=0.2, days=5, now=NOW)
        assert all(one.is_known and one.others for one in shares.values()), "their share of letters is a figure"
        read_folders(now=NOW + timedelta(days=9))
        assert all(one.is_known for one in email_shares(reps, share=0.2, days=5, now=NOW + timedelta(days=9)).values())
        seminars = Seminar.objects.order_by("starts_at")
        assert [one.guests.filter(attended_at__isnull=False).exists() for one in seminars] == [True, False]
        assert SheetAnswer.objects.count() > 30
        assert Day.objects.exists(), "a director finds figures at once"
        assert not Day.objects.filter(stale=True).exists()
        assert Mailing.objects.filter(verdict="go").count() == 2
        assert Recipient.objects.filter(state="sent").exists()
        assert {one.text for one in Heard.objects.all()} >= {"STOP"}
        came = Received.objects.all()
        assert {one.state for one in came} == {"done", "waits"}, "the inbox shows what is followed and what is asked"
        assert came.filter(prospect__isnull=True).count() == 1
        assert Proposal.objects.get().email.startswith("miriam.thal@")
        letters = [files.path_of(one.hashed) for one in came]
        interested = Sign.objects.filter(source="demo", is_robot=False).values_list("prospect_id", flat=True).distinct()
        ready = readiness_of(list(interested), now=NOW)
        assert len(ready) == 40
        assert all(one.points and one.reasons for one in ready.values())
        assert Sign.objects.filter(is_robot=True).exists()
        with pytest.raises(AlreadyHere):
            load_demo(now=NOW)
        assert remove_demo() == 500
        assert rows() == before
        assert not any(path.exists() for path in letters)

    def test_one_that_was_broken_off_is_loaded_anew(self) -> None:
        def pull_the_plug(done: int, of: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load_demo(now=NOW, days=3, progress=pull_the_plug)
        assert DemoHouse.objects.get().finished_at is None
        house = load_demo(now=NOW, days=3)
        assert (house.days_done, house.finished_at) == (3, NOW)
        assert Prospect.objects.count() == 500
        with alone(), pytest.raises(BeingLoaded):
            load_demo(now=NOW, days=3)

    def test_its_letters_wait_and_people_of_the_houses_own_are_never_taken_along(self) -> None:
        load_demo(now=NOW, days=2)
        account = Account.objects.get()
        assert account.paused_at is not None
        assert (account.host, account.seat) == ("127.0.0.1", None)
        anna = Prospect.objects.filter(addresses__kind="email", owner__name="Ines Okafor").order_by("pk")[0]
        address = anna.addresses.filter(kind="email")[0].value
        message = queue_message(NewMessage(kind="answer", to_email=address, prospect_id=anna.pk, subject="Hello", text="x"), now=NOW)
        assert claim(account, worker="w", now=NOW + timedelta(hours=1)) == []
        message.refresh_from_db()
        assert message.state == "queued"
        assert address.endswith(".example")
        house = open_house()
        mine = meet(house, "Real Person", owner=Seat.objects.get(name="Ines Okafor"))
        with pytest.raises(StillOwned, match="another owner first"):
            remove_demo()
        Prospect.objects.filter(pk=mine.pk).update(owner=house.ines)
        remove_demo()
        assert list(Prospect.objects.values_list("pk", flat=True)) == [mine.pk]
        assert User.objects.filter(email="ines@house.example").exists()


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("day", [22, 23])  # a Sunday and a Monday: what was ended on the last days is followed by nobody's clock yet
def test_after_all_its_days_nothing_contradicts_itself(day: int) -> None:
    now = datetime(2026, 11, day, 15, tzinfo=UTC)
    load_demo(now=now)
    found = audit_house(now=now + timedelta(hours=1))
    assert found.is_clean, found.found
    closed = Opportunity.objects.filter(outcome__in=["won", "lost"])
    assert 0.35 < closed.filter(outcome="won").count() / closed.count() < 0.75, "nobody wins nine of ten"
    lost = closed.filter(outcome="lost")
    assert min(lost.values(field).distinct().count() for field in ("stage", "offering")) > 1
    assert all(count_of(segment, now=now).number for segment in list_segments())


@pytest.mark.django_db
def test_a_house_with_people_is_not_mixed_with_a_demo() -> None:
    meet(open_house())
    with pytest.raises(HouseNotEmpty):
        load_demo(now=NOW)
    assert not DemoHouse.objects.exists()


@pytest.mark.django_db
def test_whoever_runs_the_house_sees_the_page_of_the_demo() -> None:
    client = Client()
    client.force_login(hire("Mona", Role.MANAGER))
    assert "Load the demo house" in client.get(reverse("demo:house")).content.decode()
    DemoHouse.objects.create(loaded_at=NOW - timedelta(minutes=1), days_done=30)
    page = client.get(reverse("demo:house")).content.decode()
    assert "30 of 120" in page
    assert "Take the demo house away" in page


def test_numbers_are_of_ranges_kept_for_fiction_and_each_is_somebodys_alone() -> None:
    from random import Random

    people = list(make_people(500, make_firms(300, Random(1)), Random(1)))
    phones = [read_phone(one.phone).normalized for one in people if one.phone]
    assert len(set(phones)) == len(phones)
    assert len({one.name for one in people}) == 500


def rows() -> dict[str, int]:
    """How many rows each table has."""
    kept = [model for model in apps.get_models() if model.__module__.startswith("keepwarm.")]
    return {model._meta.label: model._default_manager.count() for model in kept}
