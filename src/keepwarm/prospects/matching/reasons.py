"""Why a pair was judged so: machine keys with arguments, and the sentence each stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, MISSING, Field
from keepwarm.prospects.matching.records import Person


@dataclass(frozen=True, slots=True)
class Reason:
    """`key` names a sentence of `SENTENCES`; `left` and `right` are the two values it speaks of, in plain letters."""

    key: str
    left: str = ""
    right: str = ""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translators without translating it here; whoever shows it translates."""
    return sentence


_PARTS: Final[tuple[tuple[Field, str], ...]] = tuple((part, part.name.lower()) for part in Field)
_GRADES: Final = ("same", "close", "partial", "differs")

SENTENCES: Final[Mapping[str, str]] = {
    "given_same": gettext_noop("same given name: %(left)s"),
    "given_close": gettext_noop("given names nearly alike: %(left)s, %(right)s"),
    "given_partial": gettext_noop("given names may be the same: %(left)s, %(right)s"),
    "given_differs": gettext_noop("different given names: %(left)s, %(right)s"),
    "family_same": gettext_noop("same family name: %(left)s"),
    "family_close": gettext_noop("family names nearly alike: %(left)s, %(right)s"),
    "family_partial": gettext_noop("family names may be the same: %(left)s, %(right)s"),
    "family_differs": gettext_noop("different family names: %(left)s, %(right)s"),
    "names_swapped": gettext_noop("given and family name stand in each other's place"),
    "born_same": gettext_noop("same birth date: %(left)s"),
    "born_close": gettext_noop("birth dates one slip apart: %(left)s, %(right)s"),
    "born_partial": gettext_noop("birth dates partly the same: %(left)s, %(right)s"),
    "born_differs": gettext_noop("different birth dates: %(left)s, %(right)s"),
    "number_same": gettext_noop("same house number: %(left)s"),
    "number_close": gettext_noop("house numbers one slip apart: %(left)s, %(right)s"),
    "number_differs": gettext_noop("different house numbers: %(left)s, %(right)s"),
    "street_same": gettext_noop("same street: %(left)s"),
    "street_close": gettext_noop("streets nearly alike: %(left)s, %(right)s"),
    "street_partial": gettext_noop("streets may be the same: %(left)s, %(right)s"),
    "street_differs": gettext_noop("different streets: %(left)s, %(right)s"),
    "extra_same": gettext_noop("same second address line: %(left)s"),
    "extra_close": gettext_noop("second address lines nearly alike: %(left)s, %(right)s"),
    "extra_partial": gettext_noop("second address lines may be the same: %(left)s, %(right)s"),
    "extra_differs": gettext_noop("different second address lines: %(left)s, %(right)s"),
    "city_same": gettext_noop("same town: %(left)s"),
    "city_close": gettext_noop("towns nearly alike: %(left)s, %(right)s"),
    "city_partial": gettext_noop("towns may be the same: %(left)s, %(right)s"),
    "city_differs": gettext_noop("different towns: %(left)s, %(right)s"),
    "postcode_same": gettext_noop("same postcode: %(left)s"),
    "postcode_close": gettext_noop("postcodes one slip apart: %(left)s, %(right)s"),
    "postcode_partial": gettext_noop("postcodes of one area: %(left)s, %(right)s"),
    "postcode_differs": gettext_noop("different postcodes: %(left)s, %(right)s"),
    "organization_same": gettext_noop("same organization: %(left)s"),
    "organization_close": gettext_noop("organizations nearly alike: %(left)s, %(right)s"),
    "organization_partial": gettext_noop("organizations may be the same: %(left)s, %(right)s"),
    "organization_differs": gettext_noop("different organizations: %(left)s, %(right)s"),
    "email_same": gettext_noop("same email: %(left)s"),
    "email_close": gettext_noop("emails one letter apart: %(left)s, %(right)s"),
    "email_partial": gettext_noop("emails alike: %(left)s, %(right)s"),
    "email_differs": gettext_noop("different emails: %(left)s, %(right)s"),
    "phone_same": gettext_noop("same phone number: %(left)s"),
    "phone_differs": gettext_noop("different phone numbers: %(left)s, %(right)s"),
    "shared_address": gettext_noop("%(left)s is used by several people, so it proves nothing"),
    "cluster_contradicts": gettext_noop("another record of the same person contradicts"),
}


def reasons_for(found: Sequence[int], a: Person, b: Person) -> tuple[Reason, ...]:
    """Return a reason for each field known on both sides, in the order of `Field`; words are made on reading."""
    told = [_reason(part, name, found[part], a, b) for part, name in _PARTS if found[part] != MISSING]
    if found[Field.GIVEN] == CLOSE and found[Field.FAMILY] == CLOSE and _are_swapped(a, b):
        told.insert(0, Reason("names_swapped"))
    told += [Reason("shared_address", value) for value in a.shared if value in b.shared]
    return tuple(told)


def sentence(reason: Reason) -> str:
    """Return the untranslated English sentence of a reason, values filled in."""
    return SENTENCES[reason.key] % {"left": reason.left, "right": reason.right}


def _are_swapped(a: Person, b: Person) -> bool:
    return a.given == b.family or a.family == b.given


def _reason(part: Field, name: str, level: int, a: Person, b: Person) -> Reason:
    left, right = _shown(part, a, b, level), _shown(part, b, a, level)
    return Reason(f"{name}_{_GRADES[level]}", left, right)


def _shown(part: Field, person: Person, other: Person, level: int) -> str:
    if part in (Field.STREET, Field.EXTRA):
        return person.streets[part - Field.STREET]
    values = getattr(person, _ATTRIBUTES[part])
    if isinstance(values, str):
        return values
    theirs = getattr(other, _ATTRIBUTES[part])
    if level == EXACT:
        return next((value for value in values if value in theirs), "")
    return values[0] if level in (CLOSE, DIFFERENT) or values else ""


_ATTRIBUTES: Final[Mapping[Field, str]] = {
    Field.GIVEN: "given",
    Field.FAMILY: "family",
    Field.BORN: "born",
    Field.NUMBER: "number",
    Field.CITY: "city",
    Field.POSTCODE: "postcode",
    Field.ORGANIZATION: "organization",
    Field.EMAIL: "emails",
    Field.PHONE: "phones",
}
