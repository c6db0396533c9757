"""Numbering plans: what phonenumbers says of a usual number, from its own metadata with each pattern compiled once.

For bulk. `describe` answers exactly as phonenumbers would (a property test compares them) or not at all: whatever is
not plainly a valid number in international or national form is left to phonenumbers itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType
from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

_DROPPED = dict.fromkeys(map(ord, " -()./\u00a0\u2010\u2011\u2012\u2013"))
_PLAIN = re.compile(r"\+?[0-9]{6,16}")
_KINDS = (  # in the order in which phonenumbers tries them
    ("premium_rate", PhoneNumberType.PREMIUM_RATE),
    ("toll_free", PhoneNumberType.TOLL_FREE),
    ("shared_cost", PhoneNumberType.SHARED_COST),
    ("voip", PhoneNumberType.VOIP),
    ("personal_number", PhoneNumberType.PERSONAL_NUMBER),
    ("pager", PhoneNumberType.PAGER),
    ("uan", PhoneNumberType.UAN),
    ("voicemail", PhoneNumberType.VOICEMAIL),
)

Matches = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Described:
    """What a number says: E.164, the region (`DE`, "001" for a global one), and the zones it may lie in."""

    e164: str
    region: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One region's patterns, ready to match."""

    general: Matches
    lengths: frozenset[int]
    leading: re.Pattern[str] | None
    special: re.Pattern[str] | None  # any of the kinds, lengths aside: one look instead of eight
    kinds: tuple[tuple[Matches, int], ...]
    fixed: Matches
    mobile: Matches
    mobile_is_fixed: bool
    prefix: re.Pattern[str] | None
    transforms: bool
    outward: re.Pattern[str] | None
    code: str


def describe(raw: str, region: str) -> Described | None:
    """What a number in a usual form says, or None when phonenumbers has to be asked. `region` reads national forms."""
    number = raw.translate(_DROPPED)
    if not _PLAIN.fullmatch(number):
        return None
    found = _international(number[1:]) if number[0] == "+" else _national(number, region)
    return _answer(*found) if found else None


def _international(digits: str) -> tuple[str, str] | None:
    for length in (1, 2, 3):
        code = digits[:length]
        if int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            national, plan = digits[length:], _main_plan(int(code))
            if plan is None or not _is_whole(national, plan) or (plan.prefix and plan.prefix.match(national)):
                return None
            return code, national
    return None


def _national(number: str, region: str) -> tuple[str, str] | None:
    plan = plan_of(region) if region else None
    if plan is None:
        return None
    if plan.outward and (dialled := plan.outward.match(number)):
        rest = number[dialled.end() :]
        return _international(rest) if rest and rest[0] != "0" else None
    if plan.prefix and (found := plan.prefix.match(number)):
        return _without_prefix(number, found, plan)
    if number.startswith(plan.code) and not plan.general(number):
        return None
    return (plan.code, number) if _is_whole(number, plan) else None


def _without_prefix(number: str, found: re.Match[str], plan: Plan) -> tuple[str, str] | None:
    """A trunk prefix goes; where the plan transforms numbers, phonenumbers is asked."""
    rest = number[found.end() :]
    rewritten = plan.transforms and (not found.re.groups or found.groups()[-1] is not None)
    if rewritten or number.startswith(plan.code) or not _is_whole(rest, plan):
        return None
    return plan.code, rest


def _is_whole(national: str, plan: Plan) -> bool:
    return len(national) in plan.lengths and plan.general(national)


def _answer(code: str, national: str) -> Described | None:
    country = int(code)
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country]:
        plan = _plan(region, country)
        if plan is None:
            continue
        if plan.leading:
            if not plan.leading.match(national):
                continue
            kind = _kind(national, plan)
        elif (kind := _kind(national, plan)) == PhoneNumberType.UNKNOWN:
            continue
        if kind == PhoneNumberType.UNKNOWN:
            return None
        return Described(f"+{code}{national}", region, _zones(code, national, kind))
    return None


def _kind(national: str, plan: Plan) -> int:
    if not _is_whole(national, plan):
        return int(PhoneNumberType.UNKNOWN)
    if plan.special is not None and plan.special.fullmatch(national):
        for matches, kind in plan.kinds:
            if matches(national):
                return kind
    if plan.fixed(national):
        both = plan.mobile_is_fixed or plan.mobile(national)
        return int(PhoneNumberType.FIXED_LINE_OR_MOBILE if both else PhoneNumberType.FIXED_LINE)
    is_mobile = not plan.mobile_is_fixed and plan.mobile(national)
    return int(PhoneNumberType.MOBILE if is_mobile else PhoneNumberType.UNKNOWN)


def _zones(code: str, national: str, kind: int) -> tuple[str, ...]:
    if phonenumbers.is_number_type_geographical(kind, int(code)):
        return _zones_of_prefix((code + national)[:TIMEZONE_LONGEST_PREFIX])
    return _zones_of_prefix(code)


@lru_cache(maxsize=65536)
def _zones_of_prefix(digits: str) -> tuple[str, ...]:
    for length in range(len(digits), 0, -1):
        if zones := TIMEZONE_DATA.get(digits[:length]):
            return tuple(zones)
    return ()


def _main_plan(code: int) -> Plan | None:
    return _plan(phonenumbers.region_code_for_country_code(code), code)


def plan_of(region: str) -> Plan | None:
    """The plan of a region by its ISO code; None for one that has none."""
    return _plan(region, 0)


@cache
def _plan(region: str, code: int) -> Plan | None:
    data = PhoneMetadata.metadata_for_region_or_calling_code(code, region.upper())
    if data is None or data.general_desc is None:
        return None
    general = data.general_desc
    kinds = [(desc, int(kind)) for name, kind in _KINDS if (desc := getattr(data, name)) and desc.national_number_pattern]
    return Plan(
        general=_matcher(general, ()),
        lengths=frozenset(general.possible_length),
        leading=re.compile(data.leading_digits) if data.leading_digits else None,
        special=re.compile("|".join(f"(?:{desc.national_number_pattern})" for desc, _kind in kinds)) if kinds else None,
        kinds=tuple((_matcher(desc, general), kind) for desc, kind in kinds),
        fixed=_matcher(data.fixed_line, general),
        mobile=_matcher(data.mobile, general),
        mobile_is_fixed=bool(data.same_mobile_and_fixed_line_pattern),
        prefix=re.compile(data.national_prefix_for_parsing) if data.national_prefix_for_parsing else None,
        transforms=bool(data.national_prefix_transform_rule),
        outward=re.compile(data.international_prefix) if data.international_prefix else None,
        code=str(data.country_code),
    )


def _matcher(desc: object, general: object) -> Matches:
    """Whether a national number has a length and a form of this description."""
    pattern = getattr(desc, "national_number_pattern", None)
    if not pattern:
        return _never
    full = re.compile(pattern).fullmatch
    lengths = frozenset(getattr(desc, "possible_length", ()) if general else ())
    return lambda number: (not lengths or len(number) in lengths) and full(number) is not None


def _never(number: str) -> bool:
    return False
