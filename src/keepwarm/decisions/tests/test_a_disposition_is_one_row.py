"""The table of dispositions speaks the words of the rooms that act on it, and is complete."""

import pytest

from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.effects import TALKED, address_state, ends_with, raised_signals, settled_kinds, wished
from keepwarm.engine.words import ATTEMPTS, LIVE, ON_DESK, TRAITS, Disposition
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW


def called(ending: Disposition) -> NewTouch:
    return NewTouch(1, "phone", "out", ending, NOW, 1)


def test_every_disposition_has_its_row_and_fits_its_column() -> None:
    assert set(TRAITS) == set(Disposition)
    assert max(len(one) for one in Disposition) <= int(Touch._meta.get_field("disposition").max_length or 0)


def test_the_keys_of_the_desk_follow_each_other_and_each_is_an_attempt() -> None:
    assert [TRAITS[one].key for one in ON_DESK] == list(range(1, len(ON_DESK) + 1))
    assert set(ON_DESK) == ATTEMPTS
    assert all(TRAITS[one].told for one in ON_DESK)


@pytest.mark.parametrize("ending", Disposition)
def test_the_words_of_a_row_are_known_where_they_are_acted_upon(ending: Disposition) -> None:
    traits = TRAITS[ending]
    assert traits.raises in {"", *Signal.Kind.values}
    assert traits.closes in {"", *ConsentChannel.values}
    assert traits.number in {"", *Address.State.values}


@pytest.mark.parametrize("ending", ON_DESK)
def test_what_a_call_brings_is_what_its_row_says(ending: Disposition) -> None:
    traits, touch = TRAITS[ending], called(ending)
    assert (address_state(touch), ends_with(touch)) == (traits.number, traits.ends)
    assert [one.kind for one in raised_signals(touch)] == ([traits.raises] if traits.raises else [])
    assert [one.channel for one in wished(touch)] == ([traits.closes] if traits.closes else [])
    assert (settled_kinds(touch) >= TALKED) == (ending in LIVE)
