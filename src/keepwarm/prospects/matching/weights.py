"""How much each agreement weighs: Fellegi and Sunter's model with a third class for people of one place.

Three stories may explain a pair. SAME PERSON: values agree but for slips. RELATIVES: a family's or firm's other
member: place and often family name agree, the rest does not. STRANGERS: values agree only by chance. The weight of a
pair is the log2 of the odds of the first story against the other two (Fellegi & Sunter 1969, doi
10.1080/01621459.1969.10501049; the value-specific chance after Winkler 1988).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from typing import Final

from keepwarm.prospects.matching.levels import EXACT, MISSING, Field
from keepwarm.prospects.matching.records import Person

# Chance of each level (EXACT, CLOSE, PARTIAL, DIFFERENT), by field. Our own starting estimates, from what is usual in
# contact lists: they hold for small files and give way to what a large file shows (`learn`).
PRIOR_SAME: Final[Mapping[Field, tuple[float, float, float, float]]] = {
    Field.GIVEN: (0.82, 0.10, 0.05, 0.03),
    Field.FAMILY: (0.83, 0.09, 0.03, 0.05),
    Field.BORN: (0.90, 0.06, 0.02, 0.02),
    Field.NUMBER: (0.80, 0.06, 0.00, 0.14),
    Field.STREET: (0.74, 0.12, 0.04, 0.10),
    Field.EXTRA: (0.60, 0.15, 0.05, 0.20),
    Field.CITY: (0.76, 0.09, 0.03, 0.12),
    Field.POSTCODE: (0.78, 0.08, 0.04, 0.10),
    Field.ORGANIZATION: (0.72, 0.08, 0.08, 0.12),
    Field.EMAIL: (0.55, 0.06, 0.04, 0.35),
    Field.PHONE: (0.55, 0.01, 0.01, 0.43),
}
PRIOR_CHANCE: Final[Mapping[Field, tuple[float, float, float, float]]] = {
    Field.GIVEN: (0.006, 0.004, 0.04, 0.95),
    Field.FAMILY: (0.002, 0.002, 0.02, 0.976),
    Field.BORN: (0.00005, 0.002, 0.03, 0.968),
    Field.NUMBER: (0.015, 0.10, 0.00, 0.885),
    Field.STREET: (0.001, 0.002, 0.01, 0.987),
    Field.EXTRA: (0.002, 0.002, 0.01, 0.986),
    Field.CITY: (0.01, 0.002, 0.01, 0.978),
    Field.POSTCODE: (0.003, 0.01, 0.06, 0.927),
    Field.ORGANIZATION: (0.0006, 0.0006, 0.01, 0.9888),
    Field.EMAIL: (0.000001, 0.00002, 0.0002, 0.99978),
    Field.PHONE: (0.000003, 0.0001, 0.0001, 0.9998),
}
# Two of one place: half share the family name, one in two hundred is named after the other, one in fifty is a twin
# (about one birth in eighty, raised because siblings live together), one in five works for the same firm. Our own estimates.
_NAMED_ALIKE: Final = 0.005
_TWINS: Final = 0.02
_SAME_FAMILY: Final = 0.5
_SAME_MAILBOX: Final = 0.05
_SAME_FIRM: Final = 0.2
_PER_FIRM: Final = 5
_PLACE: Final = (Field.NUMBER, Field.STREET, Field.EXTRA, Field.CITY, Field.POSTCODE, Field.PHONE)
# Fields whose common values (smith) weigh less than their rare ones (sondergeld).
BY_VALUE: Final = (Field.GIVEN, Field.FAMILY, Field.STREET, Field.CITY, Field.POSTCODE, Field.ORGANIZATION)

Chances = Mapping[Field, tuple[float, float, float, float]]
Logs = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Which share of all pairs each story explains; strangers are the rest."""

    same: float
    relatives: float


def usual_shares(population: int) -> Shares:
    """Return the shares expected among `population` people before any is looked at: one record in five has a double,
    and two in five pairs from one place are relatives or colleagues."""
    people = max(population, 1000)
    return Shares(same=0.2 / people, relatives=0.1 / people)


def relatives_chances(same: Chances, chance: Chances) -> Chances:
    """Return the chances of each level for two people of one place, made from those of the two other stories."""
    told = dict(chance)
    told.update({part: same[part] for part in _PLACE})
    told[Field.GIVEN] = _mixed(same[Field.GIVEN], chance[Field.GIVEN], _NAMED_ALIKE)
    told[Field.BORN] = _mixed((1.0, 0.0, 0.0, 0.0), chance[Field.BORN], _TWINS)
    told[Field.FAMILY] = _mixed(same[Field.FAMILY], chance[Field.FAMILY], _SAME_FAMILY)
    told[Field.ORGANIZATION] = _mixed(same[Field.ORGANIZATION], chance[Field.ORGANIZATION], _SAME_FIRM)
    told[Field.EMAIL] = _mixed(same[Field.EMAIL], chance[Field.EMAIL], _SAME_MAILBOX)
    return told


def _mixed(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float], share: float
) -> tuple[float, float, float, float]:
    one, two, three, four = (share * a + (1 - share) * b for a, b in zip(first, second, strict=True))
    return one, two, three, four


def _logs(chances: Chances) -> Logs:
    """log2 of each chance, with 0 for MISSING: what is not there speaks for no story."""
    return tuple((*(log2(max(value, 1e-9)) for value in chances[part]), 0.0) for part in Field)


@dataclass(frozen=True, slots=True)
class Weights:
    """What one house or file teaches about agreements. Make it with `usual_weights` or `learn.learn`."""

    same: Chances
    chance: Chances
    shares: Shares
    frequencies: Mapping[Field, Mapping[str, float]] = field(default_factory=dict)
    logs: tuple[Logs, Logs, Logs] = field(init=False, repr=False)
    priors: tuple[float, float, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        relatives = relatives_chances(self.same, self.chance)
        object.__setattr__(self, "logs", (_logs(self.same), _logs(relatives), _logs(self.chance)))
        rest = max(1 - self.shares.same - self.shares.relatives, 1e-9)
        priors = tuple(log2(share) for share in (self.shares.same, self.shares.relatives, rest))
        object.__setattr__(self, "priors", priors)

    def among(self, population: int) -> "Weights":
        """Return the same teaching for judging a newcomer against `population` people already known.

        The share of relatives is not lowered by what one file showed: the house may know other families.
        """
        usual = usual_shares(population)
        ratio = max(self.shares.relatives / self.shares.same, usual.relatives / usual.same)
        return replace(self, shares=Shares(usual.same, usual.same * ratio))

    def bits(self, found: Sequence[int], a: Person, b: Person) -> float:
        """Return the weight of a pair in bits: log2 of the odds that both are the same person."""
        same, relatives, strangers = self.priors
        log_same, log_relatives, log_strangers = self.logs
        for part, level in enumerate(found):
            if level != MISSING:
                same += log_same[part][level]
                relatives += log_relatives[part][level]
                strangers += log_strangers[part][level]
        if self.frequencies:
            strangers += self.rarity(found, a, b)
        high, low = (relatives, strangers) if relatives > strangers else (strangers, relatives)
        return same - high - log2(1 + 2 ** max(low - high, -60.0))

    def rarity(self, found: Sequence[int], a: Person, b: Person) -> float:
        """Return what exact agreements on common (positive) or rare (negative) values add to chance, in bits."""
        added = 0.0
        for part, known in self.frequencies.items():
            if found[part] == EXACT:
                value = value_of(a, part)
                if value == value_of(b, part):
                    added += log2(known.get(value, known[""])) - self.logs[2][part][EXACT]
        return added


def value_of(person: Person, part: Field) -> str:
    """Return the value of a field whose commonness counts."""
    if part is Field.GIVEN:
        return person.given
    if part is Field.FAMILY:
        return person.family
    if part is Field.STREET:
        return person.streets[0]
    if part is Field.CITY:
        return person.city
    return person.postcode if part is Field.POSTCODE else person.organization


def usual_weights(population: int = 100_000) -> Weights:
    """Return the weights of a house that has taught nothing yet, for a record among `population` people."""
    chance = dict(PRIOR_CHANCE)
    exact, close, partial, _ = chance[Field.ORGANIZATION]
    exact = min(exact, _PER_FIRM / max(population, 1))  # more people come from more firms
    chance[Field.ORGANIZATION] = (exact, close, partial, 1 - exact - close - partial)
    return Weights(same=PRIOR_SAME, chance=chance, shares=usual_shares(population))
