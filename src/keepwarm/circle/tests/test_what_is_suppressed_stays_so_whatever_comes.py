"""Suppressed stays suppressed, over any sequence of lists, forms, merges, edits and spellings; only their own newer word lifts it."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from keepwarm.circle.actions import forget, merge, unmerge
from keepwarm.circle.actions.hearing import choose
from keepwarm.circle.actions.mending import drop_address, mend_address, restore_address
from keepwarm.circle.actions.suppressing import lift_by_their_word, suppress_address
from keepwarm.circle.chosen import Chosen
from keepwarm.circle.models import Merge
from keepwarm.consent.actions import SuppressionHolds, record_permissions, suppress
from keepwarm.consent.hashing import one_spelling
from keepwarm.consent.models import Permission, Suppression, Wish
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import arrive, log_touch, settle
from keepwarm.decisions.auditing import audit
from keepwarm.decisions.batch import Arrival, NewAddress, NewTouch
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.places import read_email
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
SPELLINGS = {
    "anna@müller.example": [
        "anna@müller.example",
        "Anna@MÜLLER.example",
        "anna+list@xn--mller-kva.example",
        "ANNA+x+y@müller.EXAMPLE",
        "anna@xn--mller-kva.example",
    ],
    "an.na@gmail.com": ["anna@gmail.com", "a.n.n.a@googlemail.com", "Anna+shop@GMail.com", "an.na@gmail.com"],
}
STEPS = 10


@pytest.fixture
def house() -> House:
    return open_house()


def may(prospect: Prospect, to: str, kind: str = Mail.PERSONAL, now: datetime = NOW) -> bool:
    return may_send([Sending(prospect.pk, kind, to_email=to)], now=now)[0].yes


class History:
    """A house in which an address was closed, and everything that comes after."""

    def __init__(self, house: House, address: str, seed: int, scope: str) -> None:
        self.house, self.spellings, self.scope = house, SPELLINGS[address], scope
        self.chance, self.now, self.count = random.Random(seed), NOW, 0
        self.first = meet(house, "Anna Müller", email=read_email(address).normalized)
        self.otto = meet(house, "Otto Other", email="otto@other.example", phone="")
        settle([self.first.pk, self.otto.pk], by=None, now=NOW)
        suppress_address("email", address, scope=scope, reason="asked", source="test", by=None, now=NOW)

    def someone(self) -> Prospect:
        here = Prospect.objects.filter(merged_into__isnull=True).exclude(end_reason="forgotten")
        return self.chance.choice(list(here) or [self.otto])

    def spelling(self) -> str:
        return self.chance.choice(self.spellings)

    def comes_in_by_a_list(self) -> None:
        self.count += 1
        mail = read_email(self.spelling())
        fields = {"name": f"N{self.count} Em", "owner_id": self.house.ines.pk, "source_id": self.house.web.pk, "inquired_at": self.now}
        joins = self.someone().pk if self.chance.random() < 0.4 else None
        permissions = (("mailing", "express", "the list says so"),)
        arrive(
            [
                Arrival(
                    **fields,  # type: ignore[arg-type]
                    fingerprint=f"f{self.count}",
                    prospect_id=joins,
                    addresses=(NewAddress("email", mail.normalized, mail.normalized),),
                    permissions=permissions,
                )
            ],
            by=None,
            now=self.now,
        )

    def is_added_by_hand(self) -> None:
        mend_address(self.someone(), "email", self.spelling(), by=self.house.mona, now=self.now)

    def is_restored(self) -> None:
        row = self.chance.choice(list(Address.objects.filter(kind="email", prospect=self.first)) or [Address()])
        restore_address(self.first, row, by=self.house.mona, now=self.now)

    def is_dropped(self) -> None:
        rows = list(Address.objects.filter(kind="email", prospect__isnull=False))
        if not rows:  # all of them were forgotten
            return
        row = self.chance.choice(rows)
        assert row.prospect is not None
        drop_address(row.prospect, row.ref, state="retired", by=self.house.mona, now=self.now)

    def is_merged(self) -> None:
        merge(self.someone().pk, self.someone().pk, because="the same", by=self.house.mona, now=self.now)

    def is_unmerged(self) -> None:
        row = Merge.objects.filter(undone_at__isnull=True).first()
        if row is not None:
            unmerge(row.ref, by=self.house.mona, now=self.now)

    def is_suppressed_again_for_less(self) -> None:
        suppress("email", self.spelling(), scope=Suppression.Scope.MAILING, reason="unsubscribed", by=None, now=self.now)

    def is_asked_to_be_lifted_without_their_word(self) -> None:
        row = Address.objects.filter(kind="email", state=Address.State.BLOCKED).first()
        if row is not None:
            lift_by_their_word(row, because="a rep would like to", by=self.house.mona, now=self.now)

    def is_forgotten(self) -> None:
        one = self.someone()
        if one != self.otto and self.chance.random() < 0.5:
            forget(one.pk, by=self.house.mona, now=self.now)

    def run(self) -> None:
        deeds = [self.comes_in_by_a_list, self.is_added_by_hand, self.is_restored, self.is_dropped, self.is_merged, self.is_unmerged]
        deeds += [self.comes_in_by_a_list, self.is_suppressed_again_for_less, self.is_asked_to_be_lifted_without_their_word]
        deeds += [self.is_forgotten]
        for _ in range(STEPS):
            self.now += timedelta(minutes=7)
            try:
                with transaction.atomic():
                    self.chance.choice(deeds)()
            except Refusal:
                pass
            self.check()

    def check(self) -> None:
        closed = {one_spelling("email", one) for one in self.spellings}
        have = [row for row in Address.objects.filter(kind="email") if one_spelling("email", row.normalized) in closed]
        kinds = [Mail.MAILING] if self.scope == "mailing" else [Mail.PERSONAL, Mail.ANSWER, Mail.MAILING, Mail.SYSTEM]
        asked = [Sending(row.prospect_id or 0, kind, row.pk) for row in have for kind in kinds]
        asked += [Sending(self.someone().pk, kind, to_email=one) for one in self.spellings for kind in kinds]
        assert not [one for one, answer in zip(asked, may_send(asked, now=self.now), strict=True) if answer.yes]
        if self.scope == "all":
            assert not [row for row in have if row.state == Address.State.OK]


@pytest.mark.parametrize("address", SPELLINGS)
@pytest.mark.parametrize("scope", ["all", "mailing"])
def test_whatever_comes(house: House, address: str, scope: str) -> None:
    for seed in range(2):
        with transaction.atomic():
            history = History(house, address, seed, scope)
            history.run()
            assert audit(now=history.now).is_clean
            transaction.set_rollback(True)


@pytest.mark.long
@pytest.mark.parametrize("address", SPELLINGS)
@pytest.mark.parametrize("scope", ["all", "mailing"])
def test_whatever_comes_for_long(house: House, address: str, scope: str) -> None:
    for seed in range(100, 110):
        with transaction.atomic():
            History(house, address, seed, scope).run()
            transaction.set_rollback(True)


def test_a_domain_closes_those_below_it_and_a_list_brings_nobody_back(house: House) -> None:
    anna = meet(house, "Anna Arnold", email="anna@mail.arnold.example")
    settle([anna.pk], by=None, now=NOW)
    assert suppress_address("domain", "Arnold.example", scope="all", reason="house", source="test", by=house.mona, now=NOW) == 1
    assert not may(anna, "anna@mail.arnold.example")
    assert may(anna, "anna@notarnold.example")
    anna.refresh_from_db()
    assert anna.next_step == "call"


def test_their_newer_word_lifts_it_and_nothing_else_does(house: House) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    suppress_address("email", "anna@arnold.example", scope="all", reason="complaint", source="test", by=None, now=NOW)
    row = Address.objects.get(prospect=anna, kind="email")
    assert row.state == Address.State.BLOCKED
    with pytest.raises(SuppressionHolds):
        lift_by_their_word(row, because="they said so", by=house.mona, now=NOW + timedelta(hours=1))
    called = NewTouch(anna.pk, "phone", "in", "reached", NOW + timedelta(hours=2), learned="Wants our letters again")
    log_touch(called, by=house.mona, now=NOW + timedelta(hours=2))
    with pytest.raises(SuppressionHolds):
        lift_by_their_word(row, because=" ", by=house.mona, now=NOW + timedelta(hours=3))
    lift_by_their_word(row, because="they rang and asked for it", by=house.mona, now=NOW + timedelta(hours=3))
    row.refresh_from_db()
    assert (row.state, may(anna, row.normalized)) == (Address.State.OK, True)
    kept = Suppression.objects.get()
    assert (kept.lifted_because, kept.lifted_event[:6], kept.lifted_by) == ("they rang and asked for it", "touch:", house.mona)


def test_a_closed_domain_is_opened_by_nobodys_click(house: House) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    suppress_address("domain", "arnold.example", scope="all", reason="house", source="test", by=house.mona, now=NOW)
    row = Address.objects.get(prospect=anna, kind="email")
    choose(anna, row, Chosen(phone=True, email="all", post=True), now=NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.state, may(anna, row.normalized)) == (Address.State.BLOCKED, False)


def test_one_who_comes_in_at_an_address_closed_for_mailings_has_that_wish(house: House) -> None:
    suppress_address("email", "new@arnold.example", scope="mailing", reason="unsubscribed", source="test", by=None, now=NOW)
    one = Arrival(
        name="New One",
        owner_id=house.ines.pk,
        source_id=house.web.pk,
        fingerprint="f",
        addresses=(NewAddress("email", "new+list@arnold.example", "new+list@arnold.example"),),
        permissions=(("mailing", "express", "list"),),
        inquired_at=NOW,
    )
    arrived = arrive([one], by=None, now=NOW)[0]
    assert [(wish.kind, wish.channel) for wish in Wish.objects.filter(prospect=arrived.prospect_id)] == [("no_channel", "mailing")]
    assert audit(now=NOW).is_clean


def test_the_wider_scope_wins_and_stays(house: House) -> None:
    for scope in ("mailing", "all", "mailing"):
        suppress("email", "anna@arnold.example", scope=scope, reason="asked", by=None, now=NOW)
    assert Suppression.objects.get().scope == "all"


def test_a_permission_given_since_does_not_open_a_closed_address(house: House) -> None:
    anna = meet(house)
    suppress_address("email", "anna@arnold.example", scope="mailing", reason="unsubscribed", source="test", by=None, now=NOW)
    given = NOW + timedelta(days=1)
    record_permissions([Permission(prospect=anna, channel="mailing", kind="express", proof="a list", given_at=given)])
    assert not may(anna, "anna@arnold.example", Mail.MAILING, now=given)
