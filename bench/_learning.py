"""What `bin/measure readiness` and `bin/measure keeping` share: reading any table as the importer reads it, and telling what came of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from math import isnan
from pathlib import Path
from typing import Any

from keepwarm.engine.learn.frame import read_frame
from keepwarm.engine.learn.judging import Range
from keepwarm.engine.learn.measuring import CannotLearn, Figures, Measured, measure
from keepwarm.engine.learn.outcome import find_column, read_outcome


@dataclass(frozen=True, slots=True)
class Words:
    """How a measure speaks: of rows, and of what came."""

    rows: str
    came: str
    use: str
    no_use: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of both measures."""
    parser.add_argument("--target", metavar="COLUMN", required=True, help="the column that says what came of it")
    parser.add_argument(
        "--yes", metavar="VALUE", action="append", default=[], help="the value of --target that means it came; may be repeated"
    )
    parser.add_argument("--time-order", action="store_true", help="rows stand in the order of time: the past judges the future")
    parser.add_argument(
        "--drop", metavar="COLUMN", action="append", default=[], help="leave out; may be repeated; * stands for any letters"
    )
    parser.add_argument("--keep", metavar="COLUMN", action="append", default=[], help="use it although it would be left out")
    parser.add_argument("--drop-suspects", action="store_true", help="leave out what may have been written afterwards, too")


def judge_files(paths: Iterable[str], options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One row a file. Raises a Refusal with a sentence."""
    for path in paths:
        yield _row(Path(path), options)


def _row(path: Path, options: argparse.Namespace) -> dict[str, Any]:
    from keepwarm.intake.reading.opening import open_table  # once the house stands: its sentences are translated

    table = open_table(path)
    rows = list(table.rows())
    cells = [row.cells for row in rows if not row.problem]
    place = find_column(table.header, options.target)
    came, known = read_outcome([row[place] for row in cells], column=table.header[place], yes=options.yes)
    header = [name for at, name in enumerate(table.header) if at != place]
    kept = [row[:place] + row[place + 1 :] for row, has in zip(cells, known, strict=True) if has]
    measured = measure(
        read_frame(header, kept),
        came[known],
        ordered=options.time_order,
        drop=_meant(header, options.drop),
        keep=_meant(header, options.keep),
        suspects=options.drop_suspects,
    )
    return {"file": path.name, "target": table.header[place], **_told(measured, left_out=len(rows) - len(kept))}


def _meant(header: Sequence[str], asked: Iterable[str]) -> list[str]:
    """The columns that are named: one an option, or several with commas between; `*` stands for any letters."""
    names: list[str] = []
    for one in asked:
        for name in [one] if one in header or "," not in one else one.split(","):
            matching = [column for column in header if fnmatchcase(column.casefold(), name.strip().casefold())] if "*" in name else []
            names += matching or [header[find_column(header, name.strip())]]
    return list(dict.fromkeys(names))


def _told(measured: Measured, *, left_out: int) -> dict[str, Any]:
    best = measured.by_model["both"]
    return {
        "rows": measured.rows,
        "rows_without_outcome": left_out,
        "came": measured.came,
        "base_rate": _rounded(measured.came / measured.rows),
        "split": "the past judges the future" if measured.ordered else "five parts at random, twins together",
        "judged": measured.judged,
        "twins": measured.twins,
        "window": measured.window,
        "knows": best.knows,
        "auc": _rounded(best.auc.value),
        "auc_low": _rounded(best.auc.low),
        "auc_high": _rounded(best.auc.high),
        "auc_within": _range(best.within),
        "brier": _rounded(best.brier),
        "brier_of_the_average": _rounded(best.base),
        "calibration_slope": _rounded(best.slope),
        "calibration_intercept": _rounded(best.height),
        "calibration": [_shortened(asdict(band)) for band in best.calibration],
        "lift": [_shortened(asdict(decile)) for decile in best.lift],
        "models": {name: _model(figures) for name, figures in measured.by_model.items()},
        "without_suspects": _model(measured.unsure) if measured.unsure else None,
        "named": [{"column": one.column, "why": one.why.value, "alone": _rounded(one.alone)} for one in measured.named],
        "questions": [one.column for one in measured.named if one.why.is_question and one.column in measured.used],
        "dropped": measured.dropped,
        "used": measured.used,
    }


def _model(figures: Figures) -> dict[str, Any]:
    return {
        "auc": _rounded(figures.auc.value),
        "auc_low": _rounded(figures.auc.low),
        "auc_high": _rounded(figures.auc.high),
        "auc_within": _range(figures.within),
        "brier": _rounded(figures.brier),
        "calibration_slope": _rounded(figures.slope),
    }


def _rounded(figure: float) -> float | None:
    """To four places; None where there is none (JSON knows no NaN)."""
    return None if isnan(figure) else round(figure, 4)


def _range(told: Range | None) -> list[float | None] | None:
    return [_rounded(told.value), _rounded(told.low), _rounded(told.high)] if told else None


def _shortened(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _rounded(value) if isinstance(value, float) else value for name, value in row.items()}


def show_rows(rows: Sequence[dict[str, Any]], words: Words) -> str:
    """The text for people, a part for each file."""
    return "\n\n".join("\n".join(_lines(row, words)) for row in rows)


def _lines(row: dict[str, Any], words: Words) -> Iterator[str]:
    counted = f"{row['rows']:,} {words.rows}, {row['came']:,} ({_percent(row['base_rate'])}) {words.came}"
    yield f"{row['file']}: {counted}. Judged: {row['judged']:,}; {row['split']}."
    if row["rows_without_outcome"]:
        yield f"{row['rows_without_outcome']:,} rows were left out: no outcome in “{row['target']}”, or not to be read."
    yield words.use if row["knows"] else words.no_use
    yield ""
    yield from _columns(row)
    yield from _model_lines(row)
    yield ""
    yield from _calibration(row)
    yield ""
    yield from _lift(row, words)


def _columns(row: dict[str, Any]) -> Iterator[str]:
    for one in row["named"]:
        alone = f" (AUC alone {one['alone']:.3f})" if one["alone"] is not None else ""
        verb = "Left out" if one["column"] in row["dropped"] else "Asked about" if one["column"] in row["questions"] else "Kept as you said"
        yield f"{verb}: “{one['column']}” {one['why']}{alone}"
    if row["named"]:
        yield ""


def _model_lines(row: dict[str, Any]) -> Iterator[str]:
    yield "              AUC (19 times of 20)      Brier   slope" + (
        f"   AUC within windows of {row['window']:,}" if row["auc_within"] else ""
    )
    models = {**row["models"], **({"without asked": row["without_suspects"]} if row["without_suspects"] else {})}
    for name, figures in models.items():
        area = f"{figures['auc']:.3f} ({figures['auc_low']:.3f} to {figures['auc_high']:.3f})"
        slope = "-" if figures["calibration_slope"] is None else f"{figures['calibration_slope']:.2f}"
        within = "" if not (told := figures["auc_within"]) else f"   {told[0]:.3f} ({told[1]:.3f} to {told[2]:.3f})"
        yield f"{name:<13} {area}    {figures['brier']:.4f}  {slope:>5}{within}"
    yield f"Saying the average of everyone has a Brier score of {row['brier_of_the_average']:.4f}."


def _calibration(row: dict[str, Any]) -> Iterator[str]:
    yield "Said     came     (19 times of 20)      rows"
    for band in row["calibration"]:
        low, high = _percent(band["low"]), _percent(band["high"])
        yield f"{_percent(band['said']):>7}  {_percent(band['came']):>7}  ({low} to {high})".ljust(38) + f"{band['count']:>8,}"


def _lift(row: dict[str, Any], words: Words) -> Iterator[str]:
    yield f"Tenth    came     lift   of all that {words.came}, up to here"
    for number, decile in enumerate(row["lift"], start=1):
        yield f"{number:>5}  {_percent(decile['came']):>7}   {decile['lift']:>5.2f}   {_percent(decile['found']):>7}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


__all__ = ["CannotLearn", "Words", "add_options", "judge_files", "show_rows"]
