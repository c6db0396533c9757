"""`keepwarm mail check` asks the DNS about domains; of anything else it says that it is none, instead of that the DNS is out of reach."""

import pytest
from click.testing import CliRunner

from keepwarm.cli.mail import command
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox import deliverability
from keepwarm.outbox.deliverability.checking import Sender

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["", "two words.example", "dots..example", "nothing", "x@", "a" * 300 + ".example"])
def test_what_is_none_is_said(words: str) -> None:
    with pytest.raises(Refusal, match="is no domain"):
        CliRunner().invoke(command, ["check", words], catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "asked"),
    [(" Example.COM ", "example.com"), ("ann@house.example", "house.example"), ("bücher.example", "xn--bcher-kva.example")],
)
def test_a_domain_is_asked_about_by_its_name_in_the_dns(monkeypatch: pytest.MonkeyPatch, words: str, asked: str) -> None:
    seen: list[Sender] = []

    def see(sender: Sender) -> list[object]:
        seen.append(sender)
        return []

    monkeypatch.setattr(deliverability, "check_sender", see)
    CliRunner().invoke(command, ["check", words], catch_exceptions=False)
    assert [sender.domain for sender in seen] == [asked]
