"""The source tree as the architecture tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "keepwarm"


def list_rooms() -> list[str]:
    """Every folder that is a room, by name."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def list_code() -> Iterator[Path]:
    """Every Python file of the product: no tests, no migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts):
            yield path


def list_tests() -> Iterator[Path]:
    """Every Python file of tests, in rooms and outside."""
    yield from sorted(SOURCE.glob("**/tests/**/*.py"))
    yield from sorted((ROOT / "tests").rglob("*.py"))


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def list_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of one file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def count_lines(path: Path) -> int:
    """Lines of one file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def name_of(path: Path) -> str:
    """A file as messages name it: from the checkout's root."""
    return str(path.relative_to(ROOT))


def list_imports(path: Path) -> Iterator[str]:
    """Every module that one file imports, wherever in the file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
