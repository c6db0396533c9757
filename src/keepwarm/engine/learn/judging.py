"""How well chances rank, and whether they mean what they say: figures for chances beside what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import norm, rankdata
from scipy.stats import t as student

from keepwarm.engine.shares import wilson

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_SURE = float(norm.ppf(0.975))


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the range it lies in, 19 times of 20."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Band:
    """Rows with about the same chance: how many, what was said, what came, and the range of what came (Wilson)."""

    count: int
    said: float
    came: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the rows, the likeliest first: `lift` against the average, `found` of all that came, up to here."""

    count: int
    came: float
    lift: float
    found: float


def area(chances: Floats, came: Flags) -> Range:
    """The AUC with its range: how often one that came ranks above one that did not; a tie counts half.

    The range as DeLong, DeLong and Clarke-Pearson (1988) have it. NaN when there is only one kind.
    """
    yes, no = chances[came], chances[~came]
    if not len(yes) or not len(no):
        return Range(float("nan"), float("nan"), float("nan"))
    above_no = (rankdata(chances)[came] - rankdata(yes)) / len(no)
    below_yes = 1 - (rankdata(chances)[~came] - rankdata(no)) / len(yes)
    value = float(above_no.mean())
    spread = float(np.sqrt(_variance(above_no) + _variance(below_yes)))
    return _on_odds(value, spread)


def _variance(shares: Floats) -> float:
    return float(shares.var(ddof=1) / len(shares)) if len(shares) > 1 else 0.25


def _on_odds(value: float, spread: float) -> Range:
    """The range on the scale of odds, so that it stays between 0 and 1."""
    if not 0 < value < 1:
        return Range(value, max(0.0, value - _SURE * spread), min(1.0, value + _SURE * spread))
    wide = _SURE * spread / (value * (1 - value))
    return Range(value, float(expit(logit(value) - wide)), float(expit(logit(value) + wide)))


def share_range(hits: float, count: float) -> Range:
    """A share with its range (Wilson 1927); nothing known is 0 to 1."""
    if count <= 0:
        return Range(float("nan"), 0.0, 1.0)
    return Range(hits / count, *wilson(hits, count, z=_SURE))


def brier(chances: Floats, came: Flags) -> float:
    """The mean squared distance of what was said from what came (Brier 1950); less is better."""
    return float(np.mean((chances - came) ** 2))


def calibration(chances: Floats, came: Flags, *, bands: int = 10) -> list[Band]:
    """Bands of the same size, the least likely first."""
    parts = [part for part in np.array_split(np.argsort(chances, kind="stable"), min(bands, len(chances))) if len(part)]
    return [_band(chances[part], came[part]) for part in parts]


def _band(chances: Floats, came: Flags) -> Band:
    share = share_range(float(came.sum()), len(came))
    return Band(len(came), float(chances.mean()), share.value, share.low, share.high)


def slope(chances: Floats, came: Flags) -> tuple[float, float]:
    """Slope and height of what came over what was said, on the scale of odds: 1 and 0 when chances mean what they say.

    A slope below 1: too sure of itself. NaN when chances are all the same or there is only one kind.
    """
    x = logit(np.clip(chances, 1e-6, 1 - 1e-6))
    if came.all() or not came.any() or np.ptp(x) < 1e-9:
        return float("nan"), float("nan")
    weights = np.zeros(2)
    design = np.column_stack([np.ones(len(x)), x])
    for _ in range(50):  # Newton's steps; they settle in under ten
        fitted = expit(design @ weights)
        step = np.linalg.solve(_curvature(design, fitted), design.T @ (came - fitted))
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[1]), float(weights[0])


def _curvature(design: Floats, fitted: Floats) -> Any:
    return (design * (fitted * (1 - fitted))[:, None]).T @ design + 1e-9 * np.eye(2)


def lift(chances: Floats, came: Flags) -> list[Decile]:
    """Tenths, the likeliest first. Without anything that came: lift 0."""
    order = np.argsort(-chances, kind="stable")
    average, whole = float(came.mean()) if len(came) else 0.0, int(came.sum())
    told: list[Decile] = []
    found = 0
    for part in np.array_split(order, min(10, len(order))) if len(order) else ():
        hits = int(came[part].sum())
        found += hits
        share = hits / len(part)
        told.append(Decile(len(part), share, share / average if average else 0.0, found / whole if whole else 0.0))
    return told


def within(chances: Floats, came: Flags, places: NDArray[np.int64], *, size: int = 1000) -> Range | None:
    """The mean AUC inside windows of `size` rows of the file, with the range of that mean; None without two windows that hold both kinds.

    Pooled figures flatter where the share that comes changes with the season: a window compares only rows of the same days.
    """
    windows = (places // size == window for window in np.unique(places // size))
    judged = [area(chances[here], came[here]) for here in windows if here.sum() >= size / 2]
    found = [told for told in judged if not np.isnan(told.value)]
    if len(found) < 2:
        return None
    areas = np.array([told.value for told in found])
    seen = float(student.ppf(0.975, len(found) - 1) * areas.std(ddof=1) / np.sqrt(len(found)))
    least = float(np.sqrt(sum(((told.high - told.low) / 2) ** 2 for told in found)) / len(found))  # a few may agree by chance
    value, wide = float(areas.mean()), max(seen, least)
    return Range(value, max(0.0, value - wide), min(1.0, value + wide))
