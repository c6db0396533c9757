"""Made-up people for tests: households, colleagues, twins, father and son, and doubles with slips of several kinds.

Own generator on purpose: the figures must hold on other slips than those of the public files.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from keepwarm.prospects.matching.records import Record

GIVEN = (
    "anna peter maria thomas lucas emma jack olivia noah mia oscar clara henry sofia leo nina max julia paul eva felix ida "
    "robert william elizabeth margaret michael daniel katherine christopher alexander susan james patricia joseph"
).split()
SHORT = {"robert": "bob", "william": "bill", "elizabeth": "liz", "margaret": "peggy", "michael": "mike", "daniel": "dan"}
ONSETS, RIMES = "b br d f g gr h k kl l m n p r s sch st t v w z".split(), "a al an ar e el en er i in o or u und".split()
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "s": "d", "t": "r", "l": "k", "c": "v", "u": "i"}
LOOKALIKES = (("m", "rn"), ("l", "1"), ("o", "0"), ("cl", "d"), ("ph", "f"), ("ie", "y"), ("ck", "k"))


@dataclass(frozen=True)
class Made:
    """Records and, by key, who each of them really is."""

    records: list[Record]
    truth: dict[str | int, int]

    def pairs(self) -> set[tuple[str | int, str | int]]:
        by_person: dict[int, list[str | int]] = {}
        for key, person in self.truth.items():
            by_person.setdefault(person, []).append(key)
        return {pair for keys in by_person.values() for pair in combinations(sorted(keys, key=str), 2)}


def _word(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(ONSETS) + rng.choice(RIMES) for _ in range(parts))


def _date(rng: random.Random, first: int, last: int) -> str:
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def households(rng: random.Random, count: int) -> Iterator[Record]:
    """Yield people of `count` households: couples with children, some named after the father, some twins."""
    families = [_word(rng, 2) for _ in range(count // 2 + 2)]
    towns = [(_word(rng, 3), f"{rng.randint(1000, 9999)}") for _ in range(count // 20 + 3)]
    streets = [_word(rng, 2) + " street" for _ in range(count // 4 + 3)]
    key = 0
    for _ in range(count):
        family = families[min(int(rng.expovariate(8 / len(families))), len(families) - 1)]
        town, postcode = rng.choice(towns)
        at_home = Record(
            key=0, family=family, number=str(rng.randint(1, 150)), streets=(rng.choice(streets),), city=town, postcode=postcode
        )
        names, born = rng.sample(GIVEN, 4), [_date(rng, 1940, 1970), _date(rng, 1940, 1970), _date(rng, 1975, 2004)]
        born.append(born[2] if rng.random() < 0.05 else _date(rng, 1975, 2004))
        if rng.random() < 0.1:
            names[2] = names[0]
        for given, day in list(zip(names, born, strict=True))[: rng.randint(1, 4)]:
            key += 1
            yield replace(at_home, key=key, given=given, born=day)


def _slip(rng: random.Random, text: str) -> str:
    if len(text) < 3:
        return text
    place = rng.randrange(len(text) - 1)
    kind = rng.randrange(5)
    if kind == 0:
        return text[:place] + NEIGHBOURS.get(text[place], "x") + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if kind == 2:
        return text[:place] + text[place + 1 :]
    if kind == 3:
        return text[:place] + text[place] + text[place:]
    right, wrong = rng.choice(LOOKALIKES)
    return text.replace(right, wrong, 1)


def double(rng: random.Random, record: Record, key: int) -> Record:
    """Return a second record of the same person, with one to three things gone wrong."""
    made = replace(record, key=key)
    for _ in range(rng.randint(1, 3)):
        made = _CHANGES[rng.randrange(len(_CHANGES))](rng, made)
    return made


_CHANGES = (
    lambda rng, r: replace(r, given=_slip(rng, r.given)),
    lambda rng, r: replace(r, family=_slip(rng, r.family)),
    lambda rng, r: replace(r, given=SHORT.get(r.given, r.given[:1])),
    lambda rng, r: replace(r, given=r.family, family=r.given),
    lambda rng, r: replace(r, born=r.born[:5] + r.born[8:] + "-" + r.born[5:7] if r.born else ""),
    lambda rng, r: replace(r, born=""),
    lambda rng, r: replace(r, born=_slip(rng, r.born)),
    lambda rng, r: replace(r, number=_slip(rng, r.number + "1")),
    lambda rng, r: replace(r, streets=(_slip(rng, r.streets[0]),)),
    lambda rng, r: replace(r, streets=("",), number=""),
    lambda rng, r: replace(r, city=_slip(rng, r.city), postcode=""),
    lambda rng, r: replace(r, family=_word(rng, 2)),
    lambda rng, r: replace(r, number=str(rng.randint(1, 99)), streets=(_word(rng, 2) + " road",), postcode="1111"),
)


def town(seed: int, count: int, share: float = 0.3) -> Made:
    """Return the people of `count` households, a `share` of them twice or three times."""
    rng = random.Random(seed)
    people = list(households(rng, count))
    truth: dict[str | int, int] = {record.key: int(record.key) for record in people}
    records = list(people)
    for record in people:
        for _ in range(rng.choice((1, 1, 2)) if rng.random() < share else 0):
            made = double(rng, record, len(records) + 1)
            records.append(made)
            truth[made.key] = int(record.key)
    rng.shuffle(records)
    return Made(records, truth)
