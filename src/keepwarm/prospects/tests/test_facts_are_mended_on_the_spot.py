"""Corrections, addresses, owners: what is written follows through to where someone is and how they are found."""

import pytest

from keepwarm.prospects.actions import (
    ProspectChangedMeanwhile,
    add_address,
    change_owner,
    correct_prospect,
    find_or_create_organizations,
    mark_number_wrong,
    settle_doubt,
    share_address,
)
from keepwarm.prospects.actions.addresses import AddressKnown, UnknownAddress
from keepwarm.prospects.actions.correcting import BadCorrection
from keepwarm.prospects.actions.doubts import DoubtSettled
from keepwarm.prospects.actions.owning import SeatLeft
from keepwarm.prospects.models import Address, Doubt, Organization, Prospect, StandingChange
from keepwarm.prospects.places import UnreadablePhone
from keepwarm.prospects.queries import UnknownProspect, prospect_page, visible_to
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """The standing people."""
    return open_house()


def test_a_full_name_is_split_and_parts_are_joined(house: House) -> None:
    anna = meet(house)
    changed = correct_prospect(anna.ref, {"name": "Anna  von Stein"}, by=user_of(house.ines), now=NOW)
    assert (changed.name, changed.given_name, changed.family_name) == ("Anna von Stein", "Anna", "von Stein")
    changed = correct_prospect(anna.ref, {"family_name": "Müller"}, by=None, now=NOW)
    assert (changed.name, changed.name_folded, changed.version) == ("Anna Müller", "anna muller", anna.version + 2)


def test_a_form_filled_in_before_somebody_elses_change_is_refused_with_the_difference(house: House) -> None:
    anna = meet(house)
    correct_prospect(anna.ref, {"title": "Buyer"}, by=None, now=NOW, version=anna.version)
    with pytest.raises(ProspectChangedMeanwhile) as refused:
        correct_prospect(anna.ref, {"title": "Director", "name": anna.name}, by=None, now=NOW, version=anna.version)
    assert refused.value.differences == {"title": ("Director", "Buyer")}
    assert Prospect.objects.get(pk=anna.pk).title == "Buyer"


def test_what_changes_nothing_raises_no_version(house: House) -> None:
    anna = meet(house)
    assert correct_prospect(anna.ref, {"name": "Anna  Arnold"}, by=None, now=NOW).version == anna.version


@pytest.mark.parametrize("fields", [{"name": "  "}, {"zone": "Mars/Olympus"}, {"stage": 5}, {"born_on": "1970-01-01"}])
def test_a_correction_that_cannot_be_kept_is_refused_and_changes_nothing(house: House, fields: dict[str, object]) -> None:
    anna = meet(house)
    with pytest.raises(BadCorrection):
        correct_prospect(anna.ref, fields, by=None, now=NOW)
    assert Prospect.objects.get(pk=anna.pk).version == anna.version


def test_a_known_zone_is_the_one_zone_and_a_place_alone_stands_for_its_country(house: House) -> None:
    anna = meet(house, phone="")
    assert correct_prospect(anna.ref, {"place": "de", "zone": ""}, by=None, now=NOW).hours_key == "DE|Europe/Berlin"
    placed = correct_prospect(anna.ref, {"place": "US-CA", "zone": "America/Los_Angeles"}, by=None, now=NOW)
    assert placed.hours_key == "US-CA|America/Los_Angeles"


def test_a_new_number_tells_where_they_are_and_a_wrong_one_no_more(house: House) -> None:
    anna = meet(house)
    added = add_address(anna.ref, "phone", "030 901820", by=user_of(house.ines), now=NOW, region="DE", first=True)
    assert Prospect.objects.get(pk=anna.pk).hours_key == "DE|Europe/Berlin"
    mark_number_wrong(added.ref, by=user_of(house.ines), now=NOW)
    assert Prospect.objects.get(pk=anna.pk).hours_key == "GB|Europe/London"
    again = add_address(anna.ref, "phone", "+49 30 901820", by=None, now=NOW)
    assert (again.pk, again.state) == (added.pk, "ok")


def test_an_address_is_added_once_and_only_when_it_can_be_read(house: House) -> None:
    anna = meet(house)
    with pytest.raises(AddressKnown):
        add_address(anna.ref, "email", "ANNA@arnold.example", by=None, now=NOW)
    with pytest.raises(UnreadablePhone):
        add_address(anna.ref, "phone", "tomorrow", by=None, now=NOW)
    with pytest.raises(UnknownAddress):
        mark_number_wrong("nothing", by=None, now=NOW)
    assert Address.objects.filter(prospect=anna).count() == 2


def test_a_number_of_several_becomes_the_firms(house: House) -> None:
    anna = meet(house, firm="Mills")
    bert = meet(house, "Bert Berg", firm="Mills", email="bert@mills.example")
    assert share_address("phone", "+441134960042", by=None, now=NOW) == 2
    assert set(Address.objects.filter(kind="phone").values_list("shared", "organization__name")) == {(True, "Mills")}
    page = prospect_page(bert.ref, for_=user_of(house.ines), now=NOW)
    assert [line.shared for line in page.usable("phone")] == [True]
    assert [one.name for one in page.colleagues] == [anna.name]


def test_owners_change_together_each_with_its_reason(house: House) -> None:
    people = [meet(house, f"Person {number}") for number in range(3)]
    moved = change_owner([one.pk for one in people], house.ivo, because="territory", by=house.mona, now=NOW)
    assert moved == [one.pk for one in people]
    assert change_owner([people[0].pk], house.ivo, because="again", by=house.mona, now=NOW) == []
    changes = StandingChange.objects.filter(what="owner").values_list("because", "by", "seat")
    assert list(changes) == [("territory", house.mona.pk, house.ivo.pk)] * 3
    house.cara.left_at = NOW
    with pytest.raises(SeatLeft):
        change_owner([people[0].pk], house.cara, because="", by=None, now=NOW)


def test_a_rep_sees_their_own_their_pool_and_colleagues_of_their_firms_and_changes_only_the_first_two(house: House) -> None:
    own, pooled = meet(house, "Own", firm="Mills"), meet(house, "Pooled", owner=house.pool)
    colleague, other = meet(house, "Colleague", owner=house.cara, firm="Mills"), meet(house, "Other", owner=house.cara)
    ines = user_of(house.ines)
    assert set(visible_to(ines)) == {own, pooled, colleague}
    assert set(visible_to(house.mona)) == {own, pooled, colleague, other}
    assert set(visible_to(house.sven)) == set()
    Prospect.objects.filter(pk=other.pk).update(stage=5)
    assert set(visible_to(house.sven)) == {other}
    assert correct_prospect(pooled.ref, {"title": "Buyer"}, by=ines, now=NOW).title == "Buyer"
    assert not prospect_page(colleague.ref, for_=ines, now=NOW).may_change
    with pytest.raises(NotYours):
        correct_prospect(colleague.ref, {"title": "Buyer"}, by=ines, now=NOW)
    with pytest.raises(UnknownProspect):
        prospect_page(other.ref, for_=ines, now=NOW)


def test_the_page_of_someone_merged_is_that_of_whom_they_became(house: House) -> None:
    winner, loser = meet(house, "Winner"), meet(house, "Loser", email="l@x.example", phone="")
    Prospect.objects.filter(pk=loser.pk).update(merged_into=winner)
    assert prospect_page(loser.ref, for_=house.mona, now=NOW).prospect == winner


def test_a_doubt_is_settled_once(house: House) -> None:
    a, b = meet(house, "Anna A"), meet(house, "Anna B")
    doubt = Doubt.objects.create(a=a, b=b, raised_at=NOW)
    assert settle_doubt(doubt.pk, "different", by=house.mona, now=NOW).verdict == "different"
    with pytest.raises(DoubtSettled):
        settle_doubt(doubt.pk, "same", by=house.mona, now=NOW)


def test_names_that_fold_alike_are_one_firm(house: House) -> None:
    first = find_or_create_organizations(["Müller  GmbH", "MULLER gmbh", "", "Other"], now=NOW)
    again = find_or_create_organizations(["müller gmbh"], now=NOW)
    assert set(first) == {"muller gmbh", "other"}
    assert again["muller gmbh"] == first["muller gmbh"]
    assert Organization.objects.get(pk=first["muller gmbh"]).name == "Müller GmbH"
