"""A raw mail, understood as far as can be without knowing anybody: pure, and whatever the bytes are."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.inbox.reading.automatic import Automatic, automatic
from keepwarm.inbox.reading.bounces import Bounce, is_of_a_machine, read_bounces
from keepwarm.inbox.reading.bounces.returned import returned_mail
from keepwarm.inbox.reading.envelope import Envelope, envelope_of, sameness
from keepwarm.inbox.reading.mime import read_mail
from keepwarm.inbox.reading.words import Words, report_text, words_of


@dataclass(frozen=True, slots=True)
class Understood:
    """`returned` are the Message-IDs of the mail that a report returns; `same_as` is equal for the same mail by another way.

    `of_a_machine`: its form says that no person wrote it; without that, only its words make a mail a report.
    """

    envelope: Envelope
    words: Words
    automatic: Automatic
    bounces: tuple[Bounce, ...]
    returned: tuple[str, ...]
    same_as: str
    problems: tuple[str, ...]
    of_a_machine: bool


def understand(raw: bytes) -> Understood:
    """Take it apart and read it."""
    mail = read_mail(raw)
    envelope, words, bounces = envelope_of(mail), words_of(mail), read_bounces(mail)
    returned = returned_mail(mail, report_text(mail)).message_ids if bounces else ()
    return Understood(
        envelope, words, automatic(mail.headers), bounces, (*returned, *envelope.answers), sameness(envelope, words.text), mail.problems,
        is_of_a_machine(mail),
    )  # fmt: skip
