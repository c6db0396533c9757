"""Keys under which a record is looked up: two records are compared only when they share one."""

from hashlib import blake2b
from typing import Final

from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.texts import sound

MOST_KEYS: Final = 8
# A key held by more records than this finds nobody in particular; it is passed over.
MOST_HOLDERS: Final = 60

# With an email, a phone and a firm a record is found well enough; each further key costs a row in the index.
_ENOUGH: Final = 3
_LONG_LOCAL_PART: Final = 6


def match_keys(person: Person) -> tuple[int, ...]:
    """Return at most `MOST_KEYS` whole numbers (signed 64 bit), the most telling first, the same in every run.

    A key joins two parts that rarely agree by chance, each written so that the usual slips leave it alone.
    """
    return tuple(hashed(text) for text in key_texts(person))


def hashed(text: str) -> int:
    """Return a stable signed 64-bit number for `text`; two of a million texts meet about once in 40 million houses."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def key_texts(person: Person) -> list[str]:
    """Return the keys as readable text, for tests and for explaining; see `match_keys`."""
    texts = [f"e{email}" for email in person.emails[:2]]
    texts += [f"p{phone}" for phone in person.phones[:2]]
    given, family = sound(person.given), sound(person.family)
    if person.born:
        texts += _born_keys(person, given, family)
    if person.streets[0] or person.streets[1] or person.postcode:
        texts += _place_keys(person, given, family)
    if person.organization and (given or family):
        low, high = sorted((given, family))
        texts.append(f"o{person.organization.split(' ', 1)[0]}|{low}|{high}")
    if person.born or len(texts) < _ENOUGH:
        texts += _local_keys(person)
    if given and family and (not texts or (person.born and not person.streets[0])):
        low, high = sorted((given, family))
        texts.append(f"n{low}|{high}|{person.city[:3] if not person.born else ''}")
    return list(dict.fromkeys(texts))[:MOST_KEYS]


def _local_keys(person: Person) -> list[str]:
    """Keys for the email's own part with any provider, long enough to be somebody's."""
    locals_ = (email.partition("@")[0] for email in person.emails[:2])
    return [f"l{local}" for local in locals_ if len(local) >= _LONG_LOCAL_PART]


def _born_keys(person: Person, given: str, family: str) -> list[str]:
    born = person.born
    day = min(born[4:6], born[6:]) + max(born[4:6], born[6:])
    return [f"b{born[:4]}{day}|{name}" for name in (given[:2], family[:2]) if name] or [f"b{born}"]


def _place_keys(person: Person, given: str, family: str) -> list[str]:
    texts: list[str] = []
    low, high = sorted((given, family))
    street = max(person.streets, key=lambda line: (bool(line), line == person.streets[0]))[:5]
    if person.number and street:
        texts.append(f"s{person.number}|{street}|{person.city[:2]}")
    if street and (given or family):
        texts.append(f"t{street}|{low}|{high}")
    if person.postcode:
        texts += [f"c{person.postcode}|{name}" for name in (given, family) if name]
    if given and family and person.city:
        texts.append(f"n{low}|{high}|{person.city[:3]}")
    return texts
