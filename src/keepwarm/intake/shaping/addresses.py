"""The phones, mailboxes and postal address of a row, read and placed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from keepwarm.intake.mapping.plan import Plan, Value
from keepwarm.intake.shaping.shapes import ShapedAddress
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import digits_of, fold
from keepwarm.prospects.places import UnreadableEmail, read_email, read_phone

_PHONES: Final = re.compile(r"[;|\n\r]+|\s(?:or|oder|ou|and|und|et|y|e|o|&)\s")
_SEVERAL: Final = re.compile(r"\s*[,/]\s*")
_WHOLE: Final = 7  # digits: a part with fewer is no number of its own, but the area code before a stroke, or an extension
_EMAILS: Final = re.compile(r"[;,|\r\n\t]+")
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+")
_ANGLE: Final = re.compile(r"<([^<>]+@[^<>]+)>")


def read_addresses(plan: Plan, cells: Sequence[str], country: str) -> tuple[list[ShapedAddress], list[str]]:
    """The addresses of a row, each once, and a sentence for each that cannot be read."""
    found: dict[tuple[str, str], ShapedAddress] = {}
    flaws: list[str] = []
    for raw in _mailboxes(_texts(plan.emails, cells, _EMAILS)):
        try:
            email = read_email(raw)
        except UnreadableEmail as flaw:
            flaws.append(flaw.sentence)
        else:
            found["email", email.normalized] = ShapedAddress(
                "email", _as_given(raw, email.normalized), email.normalized, "", "", email.shared
            )
    for raw in _numbers(_texts(plan.phones, cells, _PHONES)):
        try:
            phone = read_phone(raw, country)
        except Refusal as flaw:
            flaws.append(flaw.sentence)
        else:
            found["phone", phone.normalized] = ShapedAddress("phone", raw[:320], phone.normalized, phone.place, phone.zones, shared=False)
    return list(found.values()), flaws


def _texts(values: Sequence[Value], cells: Sequence[str], parting: re.Pattern[str]) -> list[str]:
    texts: list[str] = []
    for value in values:
        text = value.of(cells)
        if not text:
            continue
        if "<" in text and (inside := _ANGLE.search(text)):
            text = inside[1]
        texts += [part for part in parting.split(text) if part.strip()] if parting.search(text) else [text]
    return texts


def _mailboxes(texts: Sequence[str]) -> list[str]:
    """Words of one cell that are mailboxes, each for itself; a text without any is refused, and quoted, as a whole."""
    found: list[str] = []
    for text in texts:
        words = (text.replace("/", " ") if text.count("@") > 1 else text).split()
        found += words if len(words) == 1 else ([word for word in words if _MAILBOX.fullmatch(word)] or [text.strip()])
    return found


def _as_given(raw: str, normalized: str) -> str:
    """The mailbox as the list writes it, without what programs put around it."""
    return raw if raw.lower() == normalized else normalized


def _numbers(texts: Sequence[str]) -> list[str]:
    """Numbers parted by a comma or a stroke, each for itself."""
    found: list[str] = []
    for text in texts:
        parts = _SEVERAL.split(text) if "," in text or "/" in text else [text]
        found += parts if all(len(digits_of(part)) >= _WHOLE for part in parts) else [text]
    return found


def postal_address(street: str, postcode: str, town: str, country: str, place: str) -> ShapedAddress | None:
    """Where a letter would go; None without a street, or without both postcode and town."""
    if not street or not (postcode or town):
        return None
    lines = [street, " ".join(part for part in (postcode, town) if part), country]
    value = ", ".join(line for line in lines if line)[:320]
    return ShapedAddress("post", value, fold(value)[:320], place, "", shared=False)
