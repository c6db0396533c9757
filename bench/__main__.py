"""Runs benches and measures: `python -m bench [NAME…] [--json]`, `python -m bench --measure NAME PATH… [--json]`.

A measure with options of its own has `add_options(parser)`, takes them as the second argument of `run`, and may say how it is
read by people: `show(rows)` gives the text.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from bench._postgres import own_database
from bench.result import Result

HERE = Path(__file__).parent
NOT_BENCHES = {"__init__", "__main__", "result"}


def list_benches() -> list[str]:
    """Every bench, by name: a file here that has `run` and is no measure and no helper (helpers begin with `_`)."""
    files = {path.stem for path in HERE.glob("*.py")} - NOT_BENCHES
    return sorted(name.removesuffix("_") for name in files if not name.startswith(("_", "measure_")))


def _file_of(name: str) -> str:
    """The file of a bench: a word of Python's own has a line behind it (`import_`)."""
    return name if (HERE / f"{name}.py").exists() else f"{name}_"


def list_measures() -> list[str]:
    """Every measure, by name."""
    return sorted(path.stem.removeprefix("measure_") for path in HERE.glob("measure_*.py"))


def read_arguments() -> argparse.Namespace:
    """The command line; an unknown name is a sentence and exit code 2."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=f"Benches: {', '.join(list_benches())}.")
    parser.add_argument("--measure", metavar="NAME", choices=list_measures(), help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", help="benches; for bin/measure the files to judge")
    parser.add_argument("--json", action="store_true", help="print JSON")
    measure = parser.parse_known_args()[0].measure if "--measure" in sys.argv else None
    if measure and hasattr(import_module(f"bench.measure_{measure}"), "add_options"):
        import_module(f"bench.measure_{measure}").add_options(parser)
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in list_benches()]
    if unknown and not arguments.measure:
        parser.error(f"there is no bench called {', '.join(unknown)}; there are: {', '.join(list_benches())}")
    if arguments.measure and not arguments.names:
        parser.error("name at least one file to measure on")
    return arguments


def open_empty_house(folder: str) -> None:
    """A house of its own, so that no bench touches the one of this checkout."""
    os.environ["KEEPWARM_HOME"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwarm.site.settings")
    import django

    django.setup()


def run_measure(name: str, arguments: argparse.Namespace) -> int:
    """Judge the files: a table, or one JSON object: the last row (over all files) with every row under "rows"."""
    paths: list[str] = arguments.names
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        print(f"There is nothing at {', '.join(missing)}.", file=sys.stderr)
        return 2
    from keepwarm.lib.refusal import Refusal

    module = import_module(f"bench.measure_{name}")
    try:
        rows = list(module.run(paths, arguments) if hasattr(module, "add_options") else module.run(paths))
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps({**rows[-1], "rows": rows}))
    elif hasattr(module, "show"):
        print(module.show(rows))
    else:
        print_rows(rows)
    return 0


def print_rows(rows: list[dict[str, object]]) -> None:
    """Rows of the same keys as a table: a line a row, or a column a row where there are more figures than rows."""
    from keepwarm.cli.output import print_table

    if len(rows) > len(rows[0]):
        print_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        title, *names = rows[0]
        print_table([str(title), *(str(row[title]) for row in rows)], [[name, *(row[name] for row in rows)] for name in names])


def run_apart(names: Sequence[str], *, as_json: bool) -> int:
    """Run several, each in a process and a house of its own: what one filled, opened or keeps in memory is not the next one's."""
    flags = ["--json"] if as_json else []
    codes = [subprocess.run([sys.executable, "-m", "bench", name, *flags], check=False).returncode for name in names]
    return max(codes)


def run_benches(names: Iterable[str], *, as_json: bool) -> int:
    """Run the benches one after the other; with `as_json` each result is printed as soon as it is known."""
    results: list[Result] = []
    try:
        for name in names:
            for result in import_module(f"bench.{_file_of(name)}").run():
                results.append(result)
                if as_json:
                    print(json.dumps(result.as_row()), flush=True)
    finally:  # what was measured before something broke is told all the same
        if not as_json:
            print_results(results)
    return 0 if all(result.holds for result in results) else 1


def print_results(results: list[Result]) -> None:
    """The table, and below it what was measured."""
    from keepwarm.cli.output import print_table

    headings = ["name", "value", "unit", "aim", "limit", "× limit", "holds"]
    print_table(headings, [_cells(result) for result in results])
    for result in results:
        if result.note:
            print(f"{result.name}: {result.note}")


def _cells(result: Result) -> list[str]:
    figures = [result.aim, result.limit, result.ratio_to_limit]
    aim, limit, ratio = ("" if figure is None else f"{figure:,.4g}" for figure in figures)
    return [result.name, f"{result.value:,.4g}", result.unit, aim, limit, ratio, "yes" if result.holds else "NO"]


def main() -> int:
    """0 when all aims are reached, 1 when one is not, 2 when misused."""
    arguments = read_arguments()
    names = arguments.names or list_benches()
    if len(names) > 1 and not arguments.measure:
        return run_apart(names, as_json=arguments.json)
    with tempfile.TemporaryDirectory(prefix="keepwarm-bench-") as folder, own_database():
        open_empty_house(folder)
        if arguments.measure:
            return run_measure(arguments.measure, arguments)
        return run_benches(names, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
