"""An address that is not to be used, whoever has it, does not come back into use by hand."""

import pytest

from keepwarm.circle.actions.mending import mend_address
from keepwarm.consent.actions import suppress
from keepwarm.decisions.actions import settle
from keepwarm.prospects.actions.addresses import AddressBlocked
from keepwarm.prospects.models import Address
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.mark.parametrize(("kind", "value"), [("email", "anna@arnold.example"), ("email", "new@arnold.example"), ("phone", "+441134960099")])
def test_neither_theirs_from_before_nor_a_new_one(house: House, kind: str, value: str) -> None:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    suppress(kind, value, reason="complaint", by=None, now=NOW)
    with pytest.raises(AddressBlocked):
        mend_address(anna, kind, value, by=user_of(house.ines), now=NOW)
    assert not Address.objects.filter(prospect=anna, normalized=value, state=Address.State.OK).exists()
