"""One measured figure beside what is aimed at and what this machine could do at best."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """`value` and `aim` are in `unit`.

    `limit` is the same figure for the barest work that could do it (a NumPy pass over the same columns, a plain SQLite
    insert of the same rows), measured in the same run; None where there is no such thing. `note` says in words what was
    measured and where the time goes. Less is better unless `more_is_better`.
    """

    name: str
    value: float
    unit: str
    aim: float | None = None
    limit: float | None = None
    note: str = field(default="")
    more_is_better: bool = False

    @property
    def ratio_to_limit(self) -> float | None:
        """How many times the limit it is: 1 is as fast as this machine can; None without a limit."""
        return round(self.value / self.limit, 3) if self.limit else None

    @property
    def holds(self) -> bool:
        """Whether the aim is reached; a figure without an aim always holds."""
        if self.aim is None:
            return True
        return self.value >= self.aim if self.more_is_better else self.value <= self.aim

    def as_row(self) -> dict[str, object]:
        """The stable keys of `--json`."""
        row = {key: value for key, value in asdict(self).items() if key not in {"note", "more_is_better"}}
        return {**row, "ratio_to_limit": self.ratio_to_limit, "holds": self.holds}
