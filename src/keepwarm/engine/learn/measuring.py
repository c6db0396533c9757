"""One table judged honestly: what is left out and why, how well the rest ranks, and whether the chances mean what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from keepwarm.engine.learn.frame import Flags, Floats, Frame
from keepwarm.engine.learn.judging import Band, Decile, Range, area, brier, calibration, lift, slope, within
from keepwarm.engine.learn.leaks import Named, Why, find_leaks, find_seasons, to_drop
from keepwarm.engine.learn.model import MODELS, Places, learn_chances
from keepwarm.engine.learn.splitting import at_random, in_order, twins
from keepwarm.lib.refusal import Refusal

FEWEST_ROWS: Final = 200
FEWEST_OF_A_KIND: Final = 20
WINDOW: Final = 1000  # rows
_FEWEST_WINDOWS: Final = 4
_OF_FEW: Final = 6
_RECENT: Final = 1000  # rows that tell how likely it is these days


class CannotLearn(Refusal):
    """There is nothing to learn from; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How well chances judged rows that their model never saw. `base`: the Brier score of saying the average of everyone."""

    auc: Range
    brier: float
    base: float
    slope: float
    height: float
    calibration: list[Band]
    lift: list[Decile]
    within: Range | None

    @property
    def knows(self) -> bool:
        """Whether it ranks better than chance, beyond chance; in windows of the same days where the past judged the future."""
        return (self.within or self.auc).low > 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it. `by_model`: a `Figures` for each of MODELS; `unsure`: of both, without the columns that are in question."""

    rows: int
    came: int
    twins: int
    ordered: bool
    named: list[Named]
    dropped: list[str]
    used: list[str]
    by_model: dict[str, Figures]
    unsure: Figures | None = field(default=None)

    @property
    def window(self) -> int | None:
        """Rows of each window inside which the ranking was judged; None where the rows stand in no order."""
        return window_of(self.judged) if self.ordered else None

    @property
    def judged(self) -> int:
        """How many rows were judged: all, or in order all but the first that only teach."""
        return sum(band.count for band in self.by_model["both"].calibration)


def measure(
    frame: Frame,
    came: Flags,
    *,
    ordered: bool = False,
    drop: Sequence[str] = (),
    keep: Sequence[str] = (),
    suspects: bool = False,
) -> Measured:
    """Judge every row by models that never saw it (`ordered`: by the past alone). Raises CannotLearn.

    `drop` leaves columns out, `keep` uses them whatever the guard says, `suspects` leaves out what is only in question.
    """
    _refuse_too_few(came)
    named = _name(frame.without(drop), came, ordered=ordered)
    out = [*drop, *(name for name in to_drop(named, suspects=suspects) if name not in keep)]
    used = frame.without(out)
    figures = _judge(used, came, ordered=ordered)
    sure = used.without([one.column for one in named if one.why.is_question and one.column not in keep])
    return Measured(
        rows=frame.rows,
        came=int(came.sum()),
        twins=frame.rows - len(np.unique(twins(used))),
        ordered=ordered,
        named=named,
        dropped=out,
        used=list(used.names),
        by_model=figures,
        unsure=_judge(sure, came, ordered=ordered)["both"] if 0 < len(sure.columns) < len(used.columns) else None,
    )


def window_of(judged: int) -> int:
    """Rows of a window: 1,000, or a sixth of what was judged where that makes fewer than four, of which no range could be told."""
    return WINDOW if judged >= _FEWEST_WINDOWS * WINDOW else max(1, judged // _OF_FEW)


def _refuse_too_few(came: Flags) -> None:
    yes, no = int(came.sum()), int((~came).sum())
    if not yes or not no:
        raise CannotLearn(f"All {len(came):,} rows have the same outcome, so there is nothing to tell apart.")
    if len(came) < FEWEST_ROWS or min(yes, no) < FEWEST_OF_A_KIND:
        raise CannotLearn(
            f"There are {len(came):,} rows, {yes:,} of one outcome and {no:,} of the other. "
            f"It takes {FEWEST_ROWS} rows and {FEWEST_OF_A_KIND} of each outcome to say anything."
        )


def _name(frame: Frame, came: Flags, *, ordered: bool) -> list[Named]:
    named = find_leaks(frame, came)
    if ordered:
        gone = {one.column for one in named if not one.why.is_question}
        seasons = [name for name in find_seasons(frame) if name not in gone]
        named = [one for one in named if one.column not in seasons] + [Named(name, Why.SEASON, float("nan")) for name in seasons]
    return named


def _judge(frame: Frame, came: Flags, *, ordered: bool) -> dict[str, Figures]:
    if not frame.columns:
        raise CannotLearn("Every column was left out; there is nothing to learn from. --keep COLUMN uses one all the same.")
    chances = {name: np.full(frame.rows, np.nan) for name in MODELS}
    parts = in_order(frame.rows) if ordered else at_random(came, twins(frame))
    for teach, judge in _teachable(parts, came):
        for name, told in _chances(frame, came, teach, judge, ordered=ordered).items():
            chances[name][judge] = told
    if np.isnan(chances["both"]).all():
        raise CannotLearn("The earlier rows hold one outcome only, so the past can teach nothing about the later ones.")
    return {name: _figures(told, came, ordered=ordered) for name, told in chances.items()}


def _teachable(parts: Iterator[tuple[Places, Places]], came: Flags) -> Iterator[tuple[Places, Places]]:
    """Those whose teaching rows hold a few of each outcome."""
    return ((teach, judge) for teach, judge in parts if 5 <= came[teach].sum() <= len(teach) - 5)


def _chances(frame: Frame, came: Flags, teach: Places, judge: Places, *, ordered: bool) -> dict[str, Floats]:
    if not ordered:
        return learn_chances(frame, came, teach, judge)
    recent = teach[-_RECENT:]
    told = learn_chances(frame, came, teach, np.concatenate([recent, judge]))
    return {name: _levelled(both[: len(recent)], both[len(recent) :], came[recent]) for name, both in told.items()}


def _levelled(recent: Floats, asked: Floats, came: Flags) -> Floats:
    """Chances on the level of these days: all raised or lowered alike until the recent ones say as much as came among them."""
    odds = logit(np.clip(recent, 1e-6, 1 - 1e-6))
    aim = (came.sum() + 0.5) / (len(came) + 1)
    shift = brentq(lambda by: float(expit(odds + by).mean()) - aim, -20, 20)
    return np.asarray(expit(logit(np.clip(asked, 1e-6, 1 - 1e-6)) + shift), float)


def _figures(chances: Floats, came: Flags, *, ordered: bool) -> Figures:
    places = np.flatnonzero(~np.isnan(chances))
    told, so = chances[places], came[places]
    tilt, height = slope(told, so)
    return Figures(
        auc=area(told, so),
        brier=brier(told, so),
        base=float(so.mean() * (1 - so.mean())),
        slope=tilt,
        height=height,
        calibration=calibration(told, so),
        lift=lift(told, so),
        within=within(told, so, places, size=window_of(len(places))) if ordered else None,
    )
