"""Chances from a table: a straight model (logistic) and a bent one (boosted trees), and the middle of the two.

Two models that err in different ways are surer together than either, and need nobody to choose between them after looking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from keepwarm.engine.learn.frame import Column, Flags, Floats, Frame, Kind

Places = NDArray[np.int64]
MODELS: Final = ("logistic", "boosting", "both")
_MOST_LEVELS: Final = 200
_RARE: Final = 0.002  # of the rows: kinds seen less often count as one


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows that teach know of a column: its usual range, or its kinds that are common enough."""

    column: str
    kind: Kind
    edges: Floats  # numbers: quantiles of what was seen
    codes: Places  # kinds: place among the common ones + 2; 0 missing, 1 rare or never seen


def learn_chances(frame: Frame, came: Flags, teach: Places, judge: Places) -> dict[str, Floats]:
    """For each of MODELS the chances of the rows `judge`, learned from the rows `teach` alone, which hold both kinds.

    On one core: on a busy machine several spend longer on waiting for each other than on such tables.
    """
    import sklearn.ensemble  # before the limit, which reaches only what is loaded
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _learn(frame, came, teach, judge)


def _learn(frame: Frame, came: Flags, teach: Places, judge: Places) -> dict[str, Floats]:
    readings = [_read(column, teach) for column in frame.columns if column.kind is not Kind.BLANK]
    columns = {column.name: column for column in frame.columns}
    straight = _straight(readings, columns, came, teach, judge)
    bent = _bent(readings, columns, came, teach, judge)
    return {"logistic": straight, "boosting": bent, "both": expit((_odds(straight) + _odds(bent)) / 2)}


def _odds(chances: Floats) -> Floats:
    return np.asarray(logit(np.clip(chances, 1e-5, 1 - 1e-5)), float)


def _read(column: Column, teach: Places) -> Reading:
    values = column.values[teach]
    if column.kind is not Kind.CHOICE:
        known = values[~np.isnan(values)]
        edges = np.unique(np.quantile(known, np.linspace(0.005, 0.995, 199))) if len(known) else np.array([0.0])
        return Reading(column.name, column.kind, edges, np.zeros(0, np.int64))
    many = np.bincount(values[values >= 0].astype(np.int64), minlength=len(column.levels))
    common = np.flatnonzero(many >= max(5, _RARE * len(teach)))
    common = common[np.argsort(-many[common], kind="stable")][:_MOST_LEVELS]
    codes = np.ones(len(column.levels), np.int64)
    codes[common] = np.arange(len(common)) + 2
    return Reading(column.name, column.kind, np.zeros(0), codes)


def _coded(reading: Reading, column: Column, rows: Places) -> Places:
    values = column.values[rows].astype(np.int64)
    return np.where(values < 0, 0, reading.codes[np.maximum(values, 0)])


def _straight(readings: list[Reading], columns: dict[str, Column], came: Flags, teach: Places, judge: Places) -> Floats:
    from sklearn.linear_model import LogisticRegression

    parts = [_spread(reading, columns[reading.column], teach, judge) for reading in readings]
    known, asked = np.hstack([part[0] for part in parts]), np.hstack([part[1] for part in parts])
    middle, wide = known.mean(axis=0), known.std(axis=0)
    use = wide > 1e-9
    if not use.any():  # among these rows every column is the same: nobody can be told apart
        return np.full(len(judge), came[teach].mean())
    model = LogisticRegression(C=0.05, max_iter=400, tol=1e-4)
    model.fit((known[:, use] - middle[use]) / wide[use], came[teach])
    return np.asarray(model.predict_proba((asked[:, use] - middle[use]) / wide[use])[:, 1], float)


def _spread(reading: Reading, column: Column, teach: Places, judge: Places) -> tuple[Floats, Floats]:
    """A column as several: kinds one each; numbers as they are, by rank, and whether there is one."""
    if reading.kind is Kind.CHOICE:
        many = int(reading.codes.max(initial=1)) + 1
        known, asked = (np.eye(many)[_coded(reading, column, rows)] for rows in (teach, judge))
        return known, asked
    return _numbered(reading, column.values[teach]), _numbered(reading, column.values[judge])


def _numbered(reading: Reading, values: Floats) -> Floats:
    edges = reading.edges
    missing = np.isnan(values)
    inside = np.clip(np.where(missing, np.median(edges), values), edges[0], edges[-1])
    rank = (np.searchsorted(edges, inside, side="left") + np.searchsorted(edges, inside, side="right")) / (2 * len(edges))
    return np.column_stack([inside, rank, (rank - 0.5) ** 2, missing.astype(float), inside == edges[0]])


def _bent(readings: list[Reading], columns: dict[str, Column], came: Flags, teach: Places, judge: Places) -> Floats:
    from sklearn.ensemble import HistGradientBoostingClassifier

    def table(rows: Places) -> Floats:
        return np.column_stack([_as_read(reading, columns[reading.column], rows) for reading in readings])

    small = max(10, min(40, len(teach) // 200))
    model: Any = HistGradientBoostingClassifier(
        max_iter=160,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=small,
        l2_regularization=5.0,
        max_features=0.4,
        categorical_features=[reading.kind is Kind.CHOICE for reading in readings],
        early_stopping=False,
        random_state=7,
    )
    model.fit(table(teach), came[teach])
    return np.asarray(model.predict_proba(table(judge))[:, 1], float)


def _as_read(reading: Reading, column: Column, rows: Places) -> Floats:
    return _coded(reading, column, rows).astype(float) if reading.kind is Kind.CHOICE else column.values[rows]
