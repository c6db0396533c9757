"""A finding: where, how hard, why, and what to do instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from keepwarm.engine.letter.words import RULES, Kind, Part, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a draft.

    `because` and `fix` are sentences marked for translation, filled with `args` (`say_because`, `say_fix`). `start` and `end` count
    characters of `part`; equal when it concerns the whole. `replacement`: what to put there, None when a person has to decide.
    `say_by_phone`: the words that belong onto the call sheet as a talking point, empty for all but Kind.FOR_A_CALL. `is_advice`: of a kind
    that is a rule, but not sure enough here, or not meant for this person, to stop the letter.
    """

    kind: Kind
    because: str
    fix: str
    part: Part = Part.BODY
    start: int = 0
    end: int = 0
    args: Mapping[str, Any] = field(default_factory=dict)
    replacement: str | None = None
    say_by_phone: str = ""
    is_advice: bool = False

    @property
    def severity(self) -> Severity:
        """A rule stops the letter, style is the rep's to overrule."""
        return Severity.RULE if self.is_rule else Severity.STYLE

    @property
    def is_rule(self) -> bool:
        """Whether it stops the letter."""
        return self.kind in RULES and not self.is_advice

    def say_because(self, translate: Callable[[str], str] = str) -> str:
        """Why, in the reader's language. Arguments that are themselves marked sentences are translated too."""
        return translate(self.because) % self._shown(translate)

    def say_fix(self, translate: Callable[[str], str] = str) -> str:
        """What to do, in the reader's language."""
        return translate(self.fix) % self._shown(translate)

    def _shown(self, translate: Callable[[str], str]) -> dict[str, Any]:
        return {name: translate(value) if name.endswith("_words") else value for name, value in self.args.items()}
