"""Numbers and mailboxes that several people use: the organization's or the household's, never evidence for one person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from keepwarm.prospects.matching.compare import name_levels
from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT
from keepwarm.prospects.matching.records import Person


def shared_addresses(people: Iterable[Person]) -> frozenset[str]:
    """Return the plain emails and phones used under names that cannot be one person's: nobody's own."""
    users: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for value in person.emails + person.phones:
            users[value].append(person)
    return frozenset(value for value, users_ in users.items() if len(users_) > 1 and _are_several(users_))


def _are_several(people: Sequence[Person]) -> bool:
    first, *others = people
    return any(are_two_people(first, other) for other in others)


def are_two_people(a: Person, b: Person) -> bool:
    """Tell whether two names are two people's; one given name with another family name may be a marriage."""
    given, family = name_levels(a, b)
    return given == DIFFERENT or (family == DIFFERENT and given > CLOSE)


def without(person: Person, shared: Collection[str]) -> Person:
    """Return `person` with the addresses in `shared` no longer counted as their own."""
    given_up = tuple(value for value in person.emails + person.phones if value in shared)
    if not given_up:
        return person
    return replace(
        person,
        emails=tuple(value for value in person.emails if value not in shared),
        phones=tuple(value for value in person.phones if value not in shared),
        shared=person.shared + given_up,
    )
