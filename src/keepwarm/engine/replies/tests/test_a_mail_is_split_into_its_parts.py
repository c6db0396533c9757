"""What is new in a mail, what is quoted or forwarded, and the signature."""

import pytest

from keepwarm.engine.replies.trimming import trim

OUTLOOK = """Passt uns gut, danke.

Mit freundlichen Grüßen
Ute Brand
Einkauf

Von: Sam Reed <sam@reed.example>
Gesendet: Montag, 3. März 2025 09:12
An: Ute Brand
Betreff: Termin

Kein Interesse? Dann genügt ein Wort.
"""


def test_above_an_outlook_block_only_the_answer_is_new() -> None:
    parts = trim(OUTLOOK)
    assert parts.new == "Passt uns gut, danke."
    assert parts.signature.startswith("Mit freundlichen Grüßen\nUte Brand")
    assert "Kein Interesse?" in parts.quoted


@pytest.mark.parametrize(
    "heading",
    [
        "On Mon, Mar 3, 2025 at 9:12 AM Sam Reed <sam@reed.example> wrote:",
        "Am 03.03.2025 um 09:12 schrieb Sam Reed:",
        "Le lun. 3 mars 2025 à 09:12, Sam Reed <sam@reed.example> a écrit :",
        "El lun, 3 mar 2025 a las 9:12, Sam Reed (<sam@reed.example>) escribió:",
        "Em seg., 3 de mar. de 2025 às 09:12, Sam Reed <sam@reed.example> escreveu:",
        "Il giorno lun 3 mar 2025 alle ore 09:12 Sam Reed <sam@reed.example> ha scritto:",
        "Op ma 3 mrt 2025 om 09:12 schreef Sam Reed <sam@reed.example>:",
        "-----Original Message-----",
        "-------- Ursprüngliche Nachricht --------",
        "On Mon, Mar 3, 2025 at 9:12 AM Sam Reed\n<sam@reed.example>\nwrote:",
    ],
)
def test_what_stands_below_a_heading_of_a_mail_program_is_quoted(heading: str) -> None:
    parts = trim(f"Yes please.\n\n{heading}\n\nShall I stop writing?\nSam\n")
    assert parts.new == "Yes please."
    assert "Shall I stop" in parts.quoted


def test_answers_between_quoted_lines_are_kept() -> None:
    parts = trim("On 3 March 2025 Sam wrote:\n> How many?\n\nForty.\n\n> By when?\n\nMay.\n")
    assert parts.new == "Forty.\nMay."
    assert "How many?" in parts.quoted


def test_a_forwarded_mail_is_neither_new_nor_quoted() -> None:
    parts = trim(
        "One for you.\n\n---------- Forwarded message ---------\nFrom: Sam <sam@reed.example>\nSubject: Offer\n\nUnsubscribe here.\n"
    )
    assert parts.new == "One for you."
    assert "Unsubscribe" in parts.forwarded


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        ("See you then.\n\n-- \nSam Reed\nReed Ltd", "-- \nSam Reed\nReed Ltd"),
        ("See you then.\n\nSent from my iPhone", "Sent from my iPhone"),
        ("See you then.\n\nCordialement,\nLéa Petit", "Cordialement,\nLéa Petit"),
        ("See you then.\n\nsam", "sam"),
        ("See you then.\n\nSam Reed\nHead of Stores", "Sam Reed\nHead of Stores"),
    ],
)
def test_a_signature_is_known_by_what_opens_it(body: str, signature: str) -> None:
    parts = trim(body)
    assert (parts.new, parts.signature) == ("See you then.", signature)


@pytest.mark.parametrize(
    "body", ["Thanks!", "Yes\n\nplease", "Stop", "Sent from my desk, which is quicker.", "On your side of the road.\nWe wrote:\nno."]
)
def test_what_only_looks_like_an_ending_stays(body: str) -> None:
    assert trim(body).new == body
