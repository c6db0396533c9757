import pytest

from keepwarm.lib.zone_table import country_of_zone


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/London", "GB"), ("Europe/Berlin", "DE"), ("America/Chicago", "US"), ("UTC", ""), ("", "")]
)
def test_a_zone_lies_in_the_country_it_is_named_for(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country
