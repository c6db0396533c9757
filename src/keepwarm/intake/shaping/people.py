"""A row of a list, shaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final

from keepwarm.intake.mapping.fields import LOST, STAGES
from keepwarm.intake.mapping.plan import Plan, Value
from keepwarm.intake.shaping.addresses import postal_address, read_addresses
from keepwarm.intake.shaping.places import country_code, language_code, place_of
from keepwarm.intake.shaping.shapes import Flawed, RowFlaw, Shaped, ShapedAddress
from keepwarm.intake.shaping.wishes import wants, wishes_of
from keepwarm.lib.dates import UnreadableDate, read_date, read_moment
from keepwarm.lib.text import fold, join_name, split_name
from keepwarm.prospects.matching.keys import hashed, key_texts
from keepwarm.prospects.matching.records import Person, Record, prepare
from keepwarm.prospects.plain import PLAIN

PERSON_PARTS: Final = attrgetter(*Person.__slots__)
# What people write into the field of the firm when they have none.
OLDEST: Final = -2_209_075_200  # the last day of 1899 in UTC: 1900 has begun in the far east
NO_FIRM: Final = frozenset(
    {
        "none",
        "no",
        "n.a.",
        "na",
        "self",
        "self employed",
        "self-employed",
        "selfemployed",
        "freelance",
        "freelancer",
        "private",
    }
    | {
        "privat",
        "private person",
        "privatperson",
        "individual",
        "student",
        "unemployed",
        "retired",
        "home",
        "personal",
        "tbd",
    }
    | {
        "unknown",
        "other",
        "not applicable",
        "keine",
        "ohne",
        "selbstandig",
        "selbststandig",
        "sans",
        "ninguna",
        "x",
        "xxx",
    }
)


class Shaper:
    """Shapes rows by one plan. `latest`: no inquiry is later than this moment."""

    def __init__(self, plan: Plan, *, latest: datetime) -> None:
        self.plan = plan
        self.latest = latest.timestamp()
        self._fields = plan.fields
        self._used = plan.used

    def shape(self, line: int, cells: list[str]) -> Shaped | Flawed:
        """The row as it will be written, or why it cannot be."""
        try:
            return self._shape(line, cells)
        except (RowFlaw, UnreadableDate) as flaw:
            return Flawed(line, str(flaw), tuple(cells))

    def _shape(self, line: int, cells: list[str]) -> Shaped:
        plan, text = self.plan, self._reader(cells)
        country = country_code(text("country")) or plan.country
        addresses, flaws = read_addresses(plan, cells, country)
        full, given, family = names(text)
        _refuse_nobody(full, addresses, flaws)
        born = self._born(text("born"), flaws)
        organization = _firm(text("organization"))
        town, street, postcode = text("town"), text("street"), text("postcode")
        place, zones = place_of(country, text("state"))
        if post := postal_address(join_name(street, text("number")), postcode, town, country, place):
            addresses.append(post)
        place, zones = _where(addresses, place, zones)
        person = _person(line, text, given, family, organization, addresses)
        return Shaped(
            line=line,
            **_called(full or _name_of(addresses), given, family),
            plain=self._plain(text, flaws),
            born=born,
            organization=organization[:200],
            organization_folded=fold(organization)[:200],
            town=town[:120],
            place=place,
            zones=zones,
            addresses=tuple(addresses),
            person=PERSON_PARTS(person),
            keys=keys_of(person),
            fingerprint=self._fingerprint(cells),
            **self._said(cells, text, flaws),
        )

    def _plain(self, text: Callable[[str], str], flaws: list[str]) -> tuple[str, ...]:
        """The plain columns; a language by its code, for letters are chosen by it."""
        said = {name: text(name) for name in PLAIN}
        if (spoken := said["language"]) and not language_code(spoken):
            flaws.append(f"“{spoken[:60]}” is no language that is known here.")
        said["language"] = language_code(spoken)
        return tuple([said[name][:most] for name, most in PLAIN.items()])

    def _born(self, text: str, flaws: list[str]) -> str:
        """ISO; "" where it cannot be read, which refuses nobody."""
        try:
            return read_date(text, order=self.plan.order).isoformat() if text else ""
        except UnreadableDate as flaw:
            flaws.append(flaw.sentence)
            return ""

    def _said(self, cells: list[str], text: Callable[[str], str], flaws: Sequence[str]) -> dict[str, Any]:
        """The inquiry, and what came with it."""
        plan = self.plan
        return {
            "source": text("source")[:120],
            "owner": text("owner")[:200],
            "topic": text("topic")[:120],
            "text": "\n".join([text("text"), *flaws]).strip()[:20_000],
            "inquired": self.moment(text("date")),
            "wants_contact": plan.wants_contact is not None and wants(plan.wants_contact, cells),
            "cold": plan.cold.holds(cells) if plan.cold else False,
            "stage": self._stage(text("stage")),
            "is_lost": text("stage") == LOST,
            "since": self._since(cells),
            "end": plan.end_reason,
            "permissions": self._permissions(cells),
            "wishes": wishes_of(plan, cells),
            "answers": tuple(_answer(one.value.of(cells)) for one in plan.answers),
        }

    def moment(self, text: str) -> int | None:
        """Seconds since 1970 of a moment in the list; None when it is not said. Raises RowFlaw when it lies ahead, or before our time."""
        if not text:
            return None
        seconds = int(read_moment(text, order=self.plan.order, zone=self.plan.zone).timestamp())
        if seconds > self.latest:
            raise RowFlaw(f"The date “{text}” lies in the future.")
        if seconds < OLDEST:
            raise RowFlaw(f"The date “{text}” lies before 1900: leave it empty when it is not known.")
        return seconds

    def _reader(self, cells: Sequence[str]) -> Callable[[str], str]:
        fields = self._fields

        def text(key: str) -> str:
            value = fields.get(key)
            return "" if value is None else " ".join(value.of(cells).split()) if key != "text" else value.of(cells)

        return text

    def _fingerprint(self, cells: Sequence[str]) -> str:
        """The same row of the same list gives the same: from the columns that the plan reads."""
        content = "\x1f".join([cells[place] for place in self._used])
        return blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()

    def _stage(self, text: str) -> int:
        if not text:
            return STAGES["new"]
        if text not in STAGES:
            raise RowFlaw(f"“{text}” is no stage; the map says which values mean which stage.")
        return STAGES[text]

    def _since(self, cells: Sequence[str]) -> int | None:
        return self.moment(next((text for one in self.plan.stage_since if (text := one.of(cells))), ""))

    def _permissions(self, cells: Sequence[str]) -> tuple[tuple[str, str, str, str], ...]:
        return tuple(
            (one.channel, one.kind, proof[:300], one.wording)
            for one in self.plan.permissions
            if (one.when is None or one.when.holds(cells)) and (proof := one.proof.of(cells))
        )


def _called(name: str, given: str, family: str) -> dict[str, Any]:
    return {"name": name[:200], "name_folded": fold(name)[:200], "given": given[:100], "family": family[:100]}


def _person(
    line: int, text: Callable[[str], str], given: str, family: str, organization: str, addresses: Sequence[ShapedAddress]
) -> Person:
    """The row as somebody to compare with."""
    street = text("street")
    return prepare(
        Record(
            key=line,
            given=given,
            family=family,
            organization=organization,
            number=text("number"),
            streets=(street,) if street else (),
            city=text("town"),
            postcode=text("postcode"),
            born=text("born"),
            emails=tuple(one.normalized for one in addresses if one.kind == "email"),
            phones=tuple(one.normalized for one in addresses if one.kind == "phone"),
        )
    )


def names(text: Callable[[str], str]) -> tuple[str, str, str]:
    """Full, given and family name; each made from the others when the list has only those."""
    full, given, family = text("name"), text("given"), text("family")
    if full and not given and not family:
        given, family = split_name(full)
        return join_name(given, family) if "," in full else full, given, family
    return full or join_name(given, family), given, family


def keys_of(person: Person) -> tuple[int, ...]:
    """The keys to find doubles by; not those of phones and mailboxes, which are found by the addresses themselves."""
    return tuple(hashed(text) for text in key_texts(person) if text[0] not in "ep")


def _refuse_nobody(full: str, addresses: Sequence[ShapedAddress], flaws: Sequence[str]) -> None:
    if not addresses and flaws:
        raise RowFlaw(flaws[0])
    if not addresses and not full:
        raise RowFlaw("No name, no email and no phone: nobody to speak with.")


def _name_of(addresses: Sequence[ShapedAddress]) -> str:
    """How to call someone whose name the list does not tell."""
    first = addresses[0]
    return first.normalized.partition("@")[0] if first.kind == "email" else first.value


def _firm(text: str) -> str:
    return "" if fold(text) in NO_FIRM else text


def _where(addresses: Sequence[ShapedAddress], place: str, zones: str) -> tuple[str, str]:
    """Place and zones for calling: of the first phone that tells them, else of the country."""
    for one in addresses:
        if one.kind == "phone" and one.zones:
            return one.place, one.zones
    return place, zones


def _answer(value: str) -> tuple[str, str]:
    value = value[:500]
    return value, fold(value)[:500] if value else ""


def as_moment(seconds: int) -> datetime:
    """Back from seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


__all__ = ["Flawed", "Shaped", "Shaper", "Value", "as_moment", "keys_of", "names"]
