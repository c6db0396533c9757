"""Money as integers: minor units of a currency, written and read as people do, and worth something in another."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Final

from keepwarm.lib.refusal import Refusal

DIGITS: Final = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
"""Currencies whose smallest unit is not a hundredth (ISO 4217)."""
MOST_MAJOR: Final = 1_000_000_000
"""More than a billion is a slip of the finger. Our choice."""
_CODE = re.compile(r"[A-Z]{3}")
_PLAIN = re.compile(r"\d+(\.\d+)?")


class NotMoney(Refusal):
    """An amount or a currency that is none."""


def digits_of(currency: str) -> int:
    """How many decimals a currency has."""
    return DIGITS.get(currency, 2)


def is_currency(text: str) -> bool:
    """Whether `text` has the form of a currency: three capital letters."""
    return bool(_CODE.fullmatch(text))


def to_minor(amount: Decimal, currency: str) -> int:
    """An amount in major units as minor ones, rounded half to even."""
    return int((amount.scaleb(digits_of(currency))).quantize(Decimal(1), ROUND_HALF_EVEN))


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units as an amount."""
    return Decimal(minor).scaleb(-digits_of(currency))


def exchanged(minor: int, currency: str, rate: Decimal, into: str) -> int:
    """What `minor` of `currency` is worth in minor units of `into`; `rate`: units of `into` for one unit of `currency`."""
    return to_minor(to_major(minor, currency) * rate, into)


def money(minor: int, currency: str) -> str:
    """As people read it: "1,234.50 EUR", whole amounts without decimals."""
    major = to_major(minor, currency)
    digits = 0 if major == major.to_integral_value() else digits_of(currency)
    return f"{major:,.{digits}f} {currency}"


def read_amount(text: str, currency: str) -> int:
    """Minor units of what somebody wrote: "1234.50", "1,234.50", "1.234,50", "1 234". Raises NotMoney."""
    plain = _without_groups(re.sub(r"[\s'’\u00a0\u202f]", "", text))
    try:
        amount = Decimal(plain) if _PLAIN.fullmatch(plain) else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise NotMoney(f"“{text.strip()[:40]}” is not an amount, such as 1200 or 1,200.50.")
    if -amount.normalize().as_tuple().exponent > digits_of(currency):  # type: ignore[operator]
        raise NotMoney(f"“{text.strip()[:40]}” has more decimals than {currency} has.")
    return to_minor(amount, currency)


def _without_groups(text: str) -> str:
    """The last mark is the decimal one, unless it parts groups of three: "1,234" and "1.234" are thousands."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    mark, other = text[last], "," if text[last] == "." else "."
    head, tail = text[:last], text[last + 1 :]
    if re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", text):
        return text.replace(mark, "")
    if other in head and not re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", head):
        return text
    return f"{head.replace(other, '')}.{tail}"
