"""Made-up reports after the layouts of many mail systems and languages (`returned/`): right recipient, and hard or soft."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from keepwarm.inbox.reading.automatic import automatic
from keepwarm.inbox.reading.bounces import read_bounces
from keepwarm.inbox.reading.headers import addresses_in
from keepwarm.inbox.reading.mime import read_mail
from tests.mails import mail

RETURNED = Path(__file__).parent / "returned"
"""In the form of `bin/measure bounces`."""


def _expected() -> dict[str, list[tuple[str, bool]]]:
    with (RETURNED / "expected.csv").open(encoding="utf-8", newline="") as lines:
        return {
            name: [(row["recipient"], row["hardbounce"] == "true") for row in rows]
            for name, rows in groupby(csv.DictReader(lines), key=lambda row: row["file"])
        }


def _told(name: str) -> list[tuple[str, bool]]:
    read = read_mail((RETURNED / name).read_bytes())
    told = [(one.recipient, one.is_hard) for one in read_bounces(read)]
    return told or [(one, False) for one in addresses_in(read.headers.get("from")) if automatic(read.headers).kind == "reply"]


def test_of_a_hundred_reports_ninety_five_are_read_right_and_hardly_one_wrongly_hard() -> None:
    expected = _expected()
    told = {name: _told(name) for name in expected}
    assert sum(told[name] == expected[name] for name in expected) >= 0.95 * len(expected)
    wrongly_hard = [
        name for name in expected for (_, hard), (_, is_hard) in zip(told[name], expected[name], strict=False) if hard > is_hard
    ]
    assert len(wrongly_hard) <= 0.01 * len(expected)


@pytest.mark.parametrize(
    "words",
    [
        "a.park@b.example에게 메시지를 배달할 수 없습니다.\n\nb.example에서 a.park을(를) 찾을 수 없습니다.",
        "a.park@b.example'e iletiniz teslim edilemedi.\n\na.park, b.example konumunda bulunamadı.",
        "Vaši zprávu pro a.park@b.example se nepodařilo doručit.\n\nUživatel a.park se na b.example nenašel.",
        "Viestiäsi vastaanottajalle a.park@b.example ei voitu toimittaa.\n\na.park: ei löytynyt kohteesta b.example.",
        "Impossibile recapitare il messaggio a a.park@b.example.\n\na.park non trovato in b.example.",
        "Uw bericht aan a.park@b.example kan niet worden bezorgd.\n\na.park kan niet worden gevonden bij b.example.",
    ],
)
def test_the_only_address_of_a_report_is_who_did_not_get_it_in_any_language(words: str) -> None:
    told = read_bounces(read_mail(mail(words, subject="!", sender="postmaster@relay.example")))
    assert [(one.recipient, one.is_hard) for one in told] == [("a.park@b.example", True)]


@pytest.mark.parametrize("said", ["550 Greylisted, see the help page", "550 banned sending IP", "550 you are not allowed to connect"])
def test_what_is_about_us_or_for_now_is_not_held_against_the_person(said: str) -> None:
    (told,) = read_bounces(read_mail(mail(f"<x@b.example>: {said}", subject="Undeliverable", sender="MAILER-DAEMON@relay.example")))
    assert not told.is_hard
