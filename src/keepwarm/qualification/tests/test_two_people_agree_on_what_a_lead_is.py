"""A draft becomes the version in force when marketing and sales, two different people, signed the same text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from keepwarm.engine.lead import provisional_definition
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import (
    DefinitionRefused,
    Drafted,
    StaleDraft,
    begin_draft,
    change_draft,
    change_policy,
    comment_on_draft,
    sign_draft,
    withdraw_draft,
)
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion
from keepwarm.policy.queries import definition_in_force, definition_of_draft, policy_in_force, signatures_of
from keepwarm.qualification.actions.agreeing import DraftHasProblems, sign
from keepwarm.qualification.models import Rejudging
from keepwarm.qualification.queries.signing import sides_of
from keepwarm.qualification.tests.agreed import agree, ask_questions, asks, drafted
from keepwarm.staff.models import AuditRow, Role, RoleGrant, User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, hire, open_house, user_of

pytestmark = pytest.mark.django_db
NEED = asks("need", "answer.need is known")
BIG = asks("big", "answer.machines >= 10")


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


def test_a_draft_begins_from_what_holds_now(house: House) -> None:
    first = definition_of_draft(begin_draft(by=house.max, now=NOW))
    assert [one.name for one in first.criteria] == [one.name for one in provisional_definition().criteria]
    agree(house, NEED)
    second = begin_draft(by=house.mona, now=NOW)
    assert second.based_on == 1
    assert definition_of_draft(second).criteria == (NEED,)


def test_signed_by_marketing_and_by_sales_it_is_in_force(house: House) -> None:
    draft = drafted(house, NEED, BIG, because="Fewer come back")
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    assert definition_in_force().provisional
    signed = sign(draft.ref, "sales", revision=draft.revision, by=user_of(house.cara), now=NOW, comment="With this I can work")
    held = definition_in_force()
    assert (held.version, held.provisional, held.criteria) == (1, False, (NEED, BIG))
    assert policy_in_force().lead_definition == held
    assert signed.became is not None
    assert not signed.became.signed_by_one
    assert Rejudging.objects.get().definition == 1
    assert set(AuditRow.objects.values_list("what", flat=True)) == {"definition-signed", "definition"}


def test_one_person_signs_one_side_only(house: House) -> None:
    RoleGrant.objects.create(user=house.max, role=Role.CLOSING_REP)
    house = replace(house, max=User.objects.get(pk=house.max.pk))
    draft = drafted(house, NEED)
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    with pytest.raises(DefinitionRefused, match="two people agree"):
        sign(draft.ref, "sales", revision=draft.revision, by=house.max, now=NOW)
    with pytest.raises(DefinitionRefused, match="Max has signed this for marketing already"):
        sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    assert not DefinitionVersion.objects.exists()


def test_each_side_is_signed_by_its_own_roles(house: House) -> None:
    draft = drafted(house, NEED)
    with pytest.raises(NotYours, match="does not sign for sales"):
        sign(draft.ref, "sales", revision=draft.revision, by=house.max, now=NOW)
    for stranger in (house.dora, house.sven, house.mona):
        with pytest.raises(NotYours, match="does not sign for marketing"):
            sign(draft.ref, "marketing", revision=draft.revision, by=stranger, now=NOW)
    with pytest.raises(DefinitionRefused, match="for marketing or for sales"):
        sign(draft.ref, "service", revision=draft.revision, by=house.max, now=NOW)


def test_a_house_of_one_declares_it_and_signs_for_both(house: House) -> None:
    change_policy({"one_signs_for_both": True}, because="I am alone", by=house.mona, now=NOW)
    draft = drafted(house, NEED)
    sign(draft.ref, "marketing", revision=draft.revision, by=house.mona, now=NOW)
    sign(draft.ref, "sales", revision=draft.revision, by=house.mona, now=NOW)
    assert DefinitionVersion.objects.get().signed_by_one


def test_two_of_marketing_are_no_agreement_whatever_the_house_declared(house: House) -> None:
    change_policy({"one_signs_for_both": True}, because="no sales yet", by=house.mona, now=NOW)
    milo, draft = hire("Milo", Role.MARKETER), drafted(house, NEED)
    sign(draft.ref, "sales", revision=draft.revision, by=house.max, now=NOW)
    with pytest.raises(DefinitionRefused, match="each for their own side"):
        sign(draft.ref, "marketing", revision=draft.revision, by=milo, now=NOW)
    assert not any(one.may_sign for one in sides_of(draft, signatures_of(draft), milo))
    assert [one.side for one in sides_of(draft, signatures_of(draft), house.max) if one.may_sign] == ["marketing"]
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    assert DefinitionVersion.objects.get().signed_by_one


def test_where_one_may_sign_for_both_two_people_still_may(house: House) -> None:
    change_policy({"one_signs_for_both": True}, because="mostly alone", by=house.mona, now=NOW)
    draft = drafted(house, NEED)
    sign(draft.ref, "sales", revision=draft.revision, by=user_of(house.cara), now=NOW)
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    assert not DefinitionVersion.objects.get().signed_by_one


def test_a_change_makes_signatures_void(house: House) -> None:
    draft = drafted(house, NEED)
    sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    draft = change_draft(draft.ref, Drafted((NEED, BIG)), revision=draft.revision, by=house.mona, now=NOW)
    sign(draft.ref, "sales", revision=draft.revision, by=user_of(house.cara), now=NOW)
    assert not DefinitionVersion.objects.exists()
    assert draft.signatures.count() == 2


def test_a_stale_form_is_told_what_changed(house: House) -> None:
    draft = drafted(house, NEED)
    change_draft(draft.ref, Drafted((replace(NEED, required=False), BIG), 1), revision=draft.revision, by=house.mona, now=NOW)
    told = "“Big” is new; “Need” is now supporting; another number"
    with pytest.raises(StaleDraft, match=told):
        change_draft(draft.ref, Drafted((BIG,)), revision=draft.revision, by=house.max, now=NOW)
    with pytest.raises(StaleDraft, match=told):
        sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)


def test_a_draft_nobody_can_meet_is_not_signed(house: House) -> None:
    draft = drafted(house, BIG, asks("small", "answer.machines < 5"))
    with pytest.raises(DraftHasProblems, match="No answer to “Machines” fits them together"):
        sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    unknown = drafted(house, asks("a", "answer.nobody is known"))
    with pytest.raises(DraftHasProblems, match="which this house does not have"):
        sign(unknown.ref, "marketing", revision=unknown.revision, by=house.max, now=NOW)


def test_what_is_said_about_a_draft_is_kept_and_a_withdrawn_one_stays(house: House) -> None:
    draft = drafted(house, NEED)
    comment_on_draft(draft.ref, "Too little for me", by=user_of(house.carl), now=NOW)
    withdraw_draft(draft.ref, by=house.max, now=NOW)
    with pytest.raises(DefinitionRefused, match="withdrawn"):
        sign(draft.ref, "marketing", revision=draft.revision, by=house.max, now=NOW)
    assert [one.text for one in draft.comments.all()] == ["Too little for me"]


def test_only_marketers_and_managers_draft(house: House) -> None:
    with pytest.raises(NotYours):
        begin_draft(by=user_of(house.ines), now=NOW)
    with pytest.raises(NotYours):
        begin_draft(by=house.dora, now=NOW)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_each_counts_once_and_one_version_comes_of_it(house: House) -> None:
    draft = drafted(house, NEED)

    def signs(who: tuple[str, User]) -> str:
        try:
            sign_draft(draft.ref, who[0], revision=draft.revision, by=who[1], now=NOW)
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    both = [("marketing", house.max), ("sales", user_of(house.cara)), ("sales", user_of(house.carl)), ("sales", house.mona)]
    with ThreadPoolExecutor(len(both)) as pool:
        said = list(pool.map(signs, both))
    assert said[0] == ""
    assert sum(not sentence for sentence in said) == 2
    assert DefinitionVersion.objects.count() == 1
    assert DefinitionDraft.objects.get().became is not None
