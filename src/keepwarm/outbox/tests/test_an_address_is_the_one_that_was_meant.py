"""Domains with letters of their own country go where they are registered today, and not to whoever had a likeness of them before."""

import pytest

from keepwarm.outbox.addressing import UnusableAddress, check_email, is_usable


@pytest.mark.parametrize(
    ("typed", "goes_to"),
    [
        ("Anna@Faß.de", "anna@xn--fa-hia.de"),
        ("anna@Müller.de", "anna@xn--mller-kva.de"),
        ("anna@例え.jp", "anna@xn--r8jz45g.jp"),
        ("anna@ab--cd.example", "anna@ab--cd.example"),
    ],
)
def test_a_domain_is_written_as_it_is_registered(typed: str, goes_to: str) -> None:
    assert check_email(typed) == goes_to


@pytest.mark.parametrize("typed", ["anna@localhost", "anna@ß", "anna@fa\u200dß..de", "two words@x.example", "anna@" + "ü" * 80 + ".de"])
def test_what_is_none_is_refused(typed: str) -> None:
    assert not is_usable(typed)
    with pytest.raises(UnusableAddress):
        check_email(typed)
