"""The answer for one pair: SAME, DOUBT or DIFFERENT, its weight and its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from keepwarm.prospects.matching.compare import levels
from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, PARTIAL, Field
from keepwarm.prospects.matching.reasons import Reason, reasons_for
from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.weights import Weights, usual_weights

# Odds of 99 to 1: the precision we owe to a merge nobody looks at.
SAME_BITS: Final = 6.63
# Odds of 1 to 4: below it showing a pair wastes the time of whoever looks.
DOUBT_BITS: Final = -2.0
# Odds of 32 to 1, well above the 5 to 1 of father and son of one name: less, and two dates are taken for two people.
_BORN_APART_BITS: Final = 5.0


class Kind(StrEnum):
    """The three answers."""

    SAME = "same"
    DOUBT = "doubt"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for `left` and `right`.

    `weight` in bits (log2 of the odds for one person); `found` the level of each `Field`.
    `contradicts`: the two must not land in one group. `born_apart`: they must not be joined by a third record that
    knows no birth date. `added`: reasons from beyond the pair.
    """

    kind: Kind
    weight: float
    found: tuple[int, ...]
    left: Person
    right: Person
    contradicts: bool = False
    born_apart: bool = False
    added: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, as keys and values; made on reading, for most verdicts are never shown."""
        return reasons_for(self.found, self.left, self.right) + self.added


USUAL: Final = usual_weights()


def compare(a: Person, b: Person, weights: Weights = USUAL) -> Verdict:
    """Judge whether `a` and `b` are one person; symmetric."""
    found = levels(a, b)
    bits = weights.bits(found, a, b)
    kind = _kind(found, bits)
    apart = kind is not Kind.SAME and bits < SAME_BITS
    return Verdict(
        kind,
        bits,
        found,
        a,
        b,
        contradicts=apart and (found[Field.GIVEN] == DIFFERENT or _is_someone_else(found)),
        born_apart=bits < _BORN_APART_BITS and found[Field.BORN] == DIFFERENT,
    )


def _kind(found: Sequence[int], bits: float) -> Kind:
    if _is_addressed_alike(found) or _lives_alike(found) or (bits >= SAME_BITS and _is_corroborated(found) and not _is_someone_else(found)):
        return Kind.SAME
    same_address = found[Field.EMAIL] == EXACT or found[Field.PHONE] == EXACT
    return Kind.DOUBT if same_address or bits >= DOUBT_BITS else Kind.DIFFERENT


def _is_addressed_alike(found: Sequence[int]) -> bool:
    """Same personal email and no contradiction, or same number and the names agree."""
    given, family, born = found[Field.GIVEN], found[Field.FAMILY], found[Field.BORN]
    if DIFFERENT in (given, family) or born == DIFFERENT:
        return False
    if found[Field.EMAIL] == EXACT:
        return True
    return found[Field.PHONE] == EXACT and given <= PARTIAL and (family <= PARTIAL or given == EXACT)


def _lives_alike(found: Sequence[int]) -> bool:
    """Same full name at the same house, and nothing known of either speaks against it."""
    house = (Field.GIVEN, Field.FAMILY, Field.NUMBER, Field.STREET)
    if any(found[part] != EXACT for part in house) or EXACT not in (found[Field.CITY], found[Field.POSTCODE]):
        return False
    return all(found[part] != DIFFERENT for part in (Field.BORN, Field.EMAIL, Field.PHONE, Field.EXTRA))


def _is_corroborated(found: Sequence[int]) -> bool:
    """Tell whether more than a name and a town speaks for one person: many people share those."""
    named = found[Field.GIVEN] <= PARTIAL or found[Field.FAMILY] <= PARTIAL
    house = found[Field.STREET] <= CLOSE or (found[Field.EXTRA] <= CLOSE and found[Field.NUMBER] <= CLOSE)
    others = (Field.BORN, Field.ORGANIZATION, Field.EMAIL, Field.PHONE)
    proved = house or any(found[part] <= CLOSE for part in others)
    return proved and (named or found[Field.EMAIL] <= CLOSE)


def _is_someone_else(found: Sequence[int]) -> bool:
    """Tell whether two of given name, family name and birth date are clearly another's."""
    return (found[Field.GIVEN], found[Field.FAMILY], found[Field.BORN]).count(DIFFERENT) >= 2
