"""Phones and mailboxes: read into one spelling, with the place and the zones they may lie in, as phonenumbers would."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import geocoder
from phonenumbers import timezone as phone_zones

from keepwarm.prospects.phone_plan import describe
from keepwarm.prospects.places import (
    UnreadableEmail,
    UnreadablePhone,
    _area_places,
    hours_key,
    parse_hours_key,
    read_email,
    read_phone,
)

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
ENDS = ["", "", "", "0"]


def said_by_phonenumbers(raw: str, region: str) -> tuple[str, str, tuple[str, ...]] | None:
    """E.164, region and zones of a valid number; None for any other."""
    try:
        number = phonenumbers.parse(raw, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    zones = tuple(zone for zone in phone_zones.time_zones_for_number(number) if zone != "Etc/Unknown")
    return e164, phonenumbers.region_code_for_number(number) or "", zones


@given(st.integers(0, 2**32))
def test_the_quick_way_says_what_phonenumbers_says(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        region = chance.choice(REGIONS)
        example = phonenumbers.example_number_for_type(region, chance.choice([0, 1, 3, 4, 6])) or phonenumbers.example_number(region)
        assert example is not None
        national = phonenumbers.national_significant_number(example)
        kept = chance.randrange(len(national) + 1)
        national = national[:kept] + "".join(chance.choices("0123456789", k=len(national) - kept)) + chance.choice(ENDS)
        code = example.country_code
        raw = chance.choice(
            [f"+{code}{national}", f"+{code} (0){national}", f"00{code}-{national}", f"0{national}", national, f"1{national}"]
        )
        reader = chance.choice([region, region, "DE", "US", ""])
        told = describe(raw, reader)
        if told is not None:
            assert (told.e164, told.region, told.zones) == said_by_phonenumbers(raw, reader), (raw, reader)


def test_the_quick_way_is_taken_by_usual_numbers() -> None:
    usual = [("+49 30 1234567", ""), ("030/1234567", "DE"), ("(415) 555-2671", "US"), ("07400 123456", "GB"), ("0412 345 678", "AU")]
    assert [raw for raw, region in usual if describe(raw, region) is None] == []


@pytest.mark.parametrize(
    ("raw", "region", "normalized", "place", "zones"),
    [
        ("030 901820", "DE", "+4930901820", "DE", "Europe/Berlin"),
        ("+1 415 555 2671", "", "+14155552671", "US-CA", "America/Los_Angeles"),
        ("+1 212 555 2671", "", "+12125552671", "US-NY", "America/New_York"),
        ("+1 416 555 2671", "", "+14165552671", "CA-ON", "America/Toronto"),
        ("+44 7911 123456", "", "+447911123456", "GG", "Europe/Guernsey"),
        ("020 7946 0958", "GB", "+442079460958", "GB", "Europe/London"),
        ("+33 1 42 68 53 00", "", "+33142685300", "FR", "Europe/Paris"),
        ("+1 787 555 2671", "", "+17875552671", "PR", "America/Puerto_Rico"),
        ("0041 44 668 18 00", "DE", "+41446681800", "CH", "Europe/Zurich"),
        ("+1 (800) 555-0199", "", "+18005550199", "US", "America/Adak,America/New_York,Pacific/Honolulu"),
        ("+61 412 345 678", "", "+61412345678", "AU", "Australia/Lord_Howe,Australia/Perth,Australia/Sydney"),
    ],
)
def test_a_number_is_placed(raw: str, region: str, normalized: str, place: str, zones: str) -> None:
    phone = read_phone(raw, region)
    assert (phone.normalized, phone.place, phone.zones) == (normalized, place, zones)


def test_a_number_that_no_plan_knows_is_kept_with_its_place_unknown() -> None:
    phone = read_phone("+49 1999 123456")
    assert (phone.normalized, phone.place, phone.zones) == ("+491999123456", "", "")


@pytest.mark.parametrize(
    ("raw", "region"), [("", "DE"), ("call me", "DE"), ("12", "DE"), ("030 1234567", ""), ("+999 123456789", ""), ("+49" + "1" * 30, "")]
)
def test_what_is_no_number_is_refused_with_a_sentence(raw: str, region: str) -> None:
    with pytest.raises(UnreadablePhone) as refused:
        read_phone(raw, region)
    assert refused.value.sentence.endswith(".")


def test_area_codes_lie_where_the_geocoding_data_says() -> None:
    states = {"California": "US-CA", "Ontario": "CA-ON", "Washington State": "US-WA", "Texas": "US-TX", "Florida": "US-FL", "Ohio": "US-OH"}
    for code, place in _area_places().items():
        told = geocoder.description_for_number(phonenumbers.parse(f"+1{code}2345678"), "en")
        if told in states:
            assert states[told] == place, code
    assert len(_area_places()) > 400


@pytest.mark.parametrize(
    ("raw", "normalized", "shared"),
    [
        ("  Ann@Example.COM ", "ann@example.com", False),
        ("Info@Example.com", "info@example.com", True),
        ("sales2@example.com", "sales2@example.com", True),
        ("Ann.Lee+x@Müller.de", "ann.lee+x@müller.de", False),
        ("o'neil@example.com", "o'neil@example.com", False),
    ],
)
def test_a_mailbox_has_one_spelling_and_a_roles_mailbox_is_several_peoples(raw: str, normalized: str, shared: bool) -> None:
    email = read_email(raw)
    assert (email.normalized, email.shared) == (normalized, shared)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "ann",
        "ann@",
        "@example.com",
        "a b@example.com",
        "a..b@example.com",
        "ann@example",
        "ann@exa mple.com",
    ],
)
def test_what_is_no_mailbox_is_refused_and_named(raw: str) -> None:
    with pytest.raises(UnreadableEmail, match="is not an email address"):
        read_email(raw)


def test_the_hours_key_is_sorted_and_unknown_without_a_zone() -> None:
    assert hours_key("US", "Pacific/Honolulu,America/New_York") == "US|America/New_York,Pacific/Honolulu"
    assert hours_key("US", "") == ""
    assert parse_hours_key("DE|Europe/Berlin") == ("DE", ("Europe/Berlin",))
    assert parse_hours_key("") == ("", ())
