"""A list comes in: each row becomes a person with an owner, a next touch and their answers, once."""

from pathlib import Path

import pytest

from keepwarm.answers.models import Answer
from keepwarm.consent.actions import put_wording
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.auditing import audit
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.rejects import rejects_csv
from keepwarm.intake.tests.lists import MAP, bring_in, row
from keepwarm.intake.wordings import NoSuchWords
from keepwarm.prospects.models import Address, Doubt, Organization, Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry, Signal, Touch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
ANN = row("Ann Lee", "Acme Ltd", "ann@acme.example", "0113 496 0001", "01.03.2026", "10", "5000")


@pytest.fixture
def house() -> House:
    return open_house()


def counts(imported: Import) -> tuple[int, int, int, int, int]:
    return imported.rows, imported.created, imported.matched, imported.already, imported.rejected


def test_a_row_becomes_a_person_with_all_it_says(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [ANN])
    ann = Prospect.objects.get()
    assert counts(imported) == (1, 1, 0, 0, 0)
    assert (ann.name, ann.given_name, ann.family_name) == ("Ann Lee", "Ann", "Lee")
    assert ann.organization is not None
    assert ann.organization.name == "Acme Ltd"
    assert set(ann.addresses.values_list("normalized", flat=True)) == {"ann@acme.example", "+441134960001"}
    assert ann.hours_key.startswith("GB|")
    assert dict(Answer.objects.values_list("question__key", "value")) == {"size": "10", "budget": "5000"}
    assert ann.next_step == "call"
    assert ann.owner in {house.ines, house.ivo}
    assert "turn" in StandingChange.objects.get(prospect=ann, what="owner").because
    assert not audit(now=NOW).differences


def test_the_same_file_again_adds_nothing(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [ANN, row("Bob Ray", "", "bob@ray.example")])
    again = bring_in(tmp_path, [ANN, row("Bob Ray", "", "bob@ray.example")])
    assert counts(again) == (2, 0, 0, 2, 0)
    assert (Prospect.objects.count(), Inquiry.objects.count(), Answer.objects.count()) == (2, 2, 2)


def test_the_same_person_twice_in_a_file_is_one_prospect_with_two_inquiries(house: House, tmp_path: Path) -> None:
    second = row("Lee, Ann", "Acme", "ANN@acme.example", "", "01.04.2026", "20")
    imported = bring_in(tmp_path, [ANN, second])
    assert counts(imported) == (2, 1, 1, 0, 0)
    assert Inquiry.objects.filter(prospect=Prospect.objects.get()).count() == 2
    assert Answer.objects.get(question__key="size", superseded_by=None).value == "20"


def test_who_is_here_already_is_found_by_number_and_name(house: House, tmp_path: Path) -> None:
    anna = meet(house, "Anna Arnold", email="")
    imported = bring_in(tmp_path, [row("Anna Arnold", "", "new@mail.example", "+44 113 496 0042", "01.11.2026")])
    assert counts(imported) == (1, 0, 1, 0, 0)
    assert anna.addresses.count() == 2


def test_a_number_that_two_names_use_is_the_firms_and_merges_nobody(house: House, tmp_path: Path) -> None:
    desk = "+44 113 496 0700"
    imported = bring_in(tmp_path, [row("Ann Lee", "Acme", "", desk), row("Bob Ray", "Acme", "", desk)])
    assert imported.created == 2
    shared = Address.objects.filter(normalized="+441134960700")
    assert {address.shared for address in shared} == {True}
    assert {address.organization for address in shared} == {Organization.objects.get()}
    third = bring_in(tmp_path, [row("Cid Fox", "Acme", "", desk)])
    assert third.created == 1
    assert Prospect.objects.count() == 3


def test_a_mailbox_of_a_role_belongs_to_the_firm_from_the_start(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "Acme", "info@acme.example")])
    assert Address.objects.get().shared


def test_a_doubt_is_shown_and_not_merged(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [row("Ann Lee", "", "lee@home.example"), row("Bert Lee", "", "lee@home.example")])
    assert Prospect.objects.count() == 2
    assert imported.doubts == Doubt.objects.count() == 1
    assert Doubt.objects.get().reasons


def test_a_bad_row_goes_to_the_rejects_with_its_line_and_reason(house: House, tmp_path: Path) -> None:
    rows = [
        ANN,
        row("Bad", "", "not an address"),
        row("", "Firm only"),
        row("Dan", "", "dan@dan.example", "", "32.13.2026"),
        row("Too", *"abcdefghi"),
    ]
    imported = bring_in(tmp_path, rows)
    assert counts(imported) == (5, 1, 0, 0, 4)
    told = dict(Reject.objects.values_list("line", "reason"))
    assert sorted(told) == [3, 4, 5, 6]
    assert "“not an address” is not an email" in told[3]
    assert "No name" in told[4]
    assert "32.13.2026" in told[5]
    assert "10 values for 8 columns" in told[6]
    lines = list(rejects_csv(imported))
    assert lines[0].startswith("line,reason,Name,Firm")
    assert len(lines) == 5


def test_an_unreadable_phone_beside_a_good_email_is_kept_in_words(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "", "ann@lee.example", "ask at the desk")])
    assert "ask at the desk" in Inquiry.objects.get().text


def test_wishes_permissions_stage_owner_and_source_come_from_their_columns(house: House, tmp_path: Path) -> None:
    map_ = {
        "person": {"name": "Name", "emails": ["mail-{Id}@x.example"], "owner": "Owner"},
        "inquiry": {"source": "From"},
        "stage": {"column": "Won", "values": {"1": "customer", "0": "new"}},
        "wish": [{"column": "No mail", "kind": "no_channel", "channel": "email"}, {"kind": "not_before", "until": "Later"}],
        "permission": [{"column": "News", "channel": "mailing", "proof": "web form 2025"}],
    }
    header = ("Name", "Id", "Owner", "From", "Won", "No mail", "Later", "News")
    bring_in(
        tmp_path,
        [("Ann", "7", "cara@house.example", "Fair", "1", "Yes", "2027-03-01", "yes"), ("Bob", "8", "", "", "0", "No", "", "")],
        map_,
        header=header,
        source="List",
    )
    ann, bob = Prospect.objects.order_by("pk")
    assert ann.addresses.get().normalized == "mail-7@x.example"
    assert (ann.owner, ann.stage) == (house.cara, 5)
    assert set(Wish.objects.filter(prospect=ann).values_list("kind", flat=True)) == {"no_channel", "not_before"}
    assert ann.permissions.get().proof == "web form 2025"
    assert (ann.inquiries.get().source.name, bob.inquiries.get().source.name) == ("Fair", "List")
    assert bob.owner in {house.ines, house.ivo}
    assert not Wish.objects.filter(prospect=bob).exists()


def test_a_permission_names_the_words_that_they_said_yes_to(house: House, tmp_path: Path) -> None:
    for text in ("Send me news.", "Send me news by email, until I say stop."):
        put_wording("fair card", text, channel="mailing", by=None, now=NOW)
    yes = {"column": "News", "channel": "mailing", "proof": "card 7", "wording": "fair card"}
    map_ = {"person": {"name": "Name", "emails": ["Mail"]}, "permission": [yes]}
    rows, header = [("Ann", "ann@x.example", "yes"), ("Bob", "bob@x.example", "no")], ("Name", "Mail", "News")
    bring_in(tmp_path, rows, map_, header=header)
    given = Permission.objects.select_related("wording").get()
    assert given.wording is not None
    assert (given.prospect.name, given.wording.name, given.wording.version, given.proof) == ("Ann", "fair card", 2, "card 7")
    bring_in(tmp_path, [("Bob", "bob@x.example", "yes")], map_, header=header, source="Another fair")
    assert Permission.objects.get(prospect__name="Bob").wording == given.wording, "of somebody who was known too"


@pytest.mark.parametrize("wrong", [{"wording": "card of the fair"}, {"wording": "fair card", "channel": "phone"}])
def test_words_that_the_house_does_not_keep_are_refused_before_anything_is_written(
    house: House, tmp_path: Path, wrong: dict[str, str]
) -> None:
    put_wording("fair card", "Send me news.", channel="mailing", by=None, now=NOW)
    map_ = {"person": {"name": "Name"}, "permission": [{"channel": "mailing", "proof": "card 7", **wrong}]}
    with pytest.raises(NoSuchWords, match="Add them under Consent"):
        bring_in(tmp_path, [("Ann",)], map_, header=("Name",))
    assert not Prospect.objects.exists()


def test_who_asks_for_contact_now_is_called_within_the_hour_and_is_not_spread(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("Ann Lee", "", "", "0113 496 0001", "18.11.2026", "", "", "yes")])
    ann = Prospect.objects.get()
    assert ann.spread_at is None
    assert ann.because_rule == "contact_asked"
    assert Signal.objects.get().kind == "contact_asked"


def test_no_touch_is_invented(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [ANN])
    assert not Touch.objects.exists()
    assert Prospect.objects.get().last_ours_at is None


def test_people_without_the_role_may_not_import(house: House, tmp_path: Path) -> None:
    from keepwarm.intake.actions import draft_import
    from keepwarm.staff.queries import NotYours

    ines = User.objects.get(name="Ines")
    with pytest.raises(NotYours):
        draft_import([b"Name\nAnn\n"], name="x.csv", by=ines, now=NOW)
    assert MAP
    assert not Import.objects.exists()


def test_a_whole_name_in_one_word_is_no_bare_family_name(house: House, tmp_path: Path) -> None:
    again = [row("李娜", "", "", "+86 138 0013 8000", "01.10.2026"), row("李娜", "", "", "+86 138 0013 8000", "02.10.2026")]
    assert counts(bring_in(tmp_path, again)) == (2, 1, 1, 0, 0)
    household = [row("김민수", "", "", "+82 2 312 3456"), row("김영희", "", "", "+82 2 312 3456"), row("李伟", "", "", "+86 138 0013 8000")]
    assert bring_in(tmp_path, household).created == 3
