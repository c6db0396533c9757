"""What people read can be translated: sentences of refusals, and reasons that are kept, go through gettext where they are written."""

import ast
from collections.abc import Iterator

import pytest

from tests.tree import SOURCE, parse

PURE = {"engine", "lib", "cli"}
"""Rooms whose words are made elsewhere: the engine's by `reasons`; the command line speaks English, as its options do."""
REASONS = {"because", "lifted_because"}
LABELLED = {"prospects", "touches", "staff", "consent", "signs", "inbox", "outbox", "handoff"}
"""Rooms whose choices people read."""
ASKING = {"filter", "exclude", "get"}
"""Calls in which a reason is compared and not written."""
CODE = [
    (path, parse(path))
    for room in sorted(SOURCE.iterdir())
    if room.is_dir() and room.name not in PURE
    for path in sorted(room.rglob("*.py"))
    if not {"tests", "migrations"} & set(path.parts)
]


def bases(node: ast.ClassDef) -> set[str]:
    return {base.id if isinstance(base, ast.Name) else getattr(base, "attr", "") for base in node.bases}


def list_refusals() -> set[str]:
    """The names of all refusals, by what they derive from."""
    classes = [node for _, tree in CODE for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {"Refusal"}
    while more := {node.name for node in classes if bases(node) & found} - found:
        found |= more
    return found


def name_of_call(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def is_bare(node: ast.expr) -> bool:
    """Words as they stand, also in both halves of a choice between two."""
    if isinstance(node, ast.IfExp):
        return is_bare(node.body) or is_bare(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return is_bare(node.left)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value.strip()))


def list_bare_words(tree: ast.AST, refusals: set[str]) -> Iterator[int]:
    """Lines on which a refusal is raised, or a reason is kept, in words that nobody can translate."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and bases(node) & refusals:
            inits = (call for call in ast.walk(node) if isinstance(call, ast.Call) and name_of_call(call) == "__init__")
            yield from (call.lineno for call in inits if any(is_bare(word) for word in call.args))
        if not isinstance(node, ast.Call):
            continue
        if name_of_call(node) in refusals and any(is_bare(word) for word in node.args):
            yield node.lineno
        if name_of_call(node) not in ASKING:
            yield from (word.value.lineno for word in node.keywords if word.arg in REASONS and is_bare(word.value))


def test_sentences_and_reasons_can_be_translated() -> None:
    refusals = list_refusals()
    bare = [f"{path.relative_to(SOURCE)}:{line}" for path, tree in CODE for line in list_bare_words(tree, refusals)]
    if bare:
        pytest.fail("Wrap these words in gettext:\n" + "\n".join(sorted(set(bare))), pytrace=False)


def list_bare_labels(tree: ast.AST) -> Iterator[int]:
    """Lines of choices whose label is a plain text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and bases(node) & {"TextChoices", "IntegerChoices"}:
            values = [one.value for one in node.body if isinstance(one, ast.Assign)]
            yield from (value.lineno for value in values if isinstance(value, ast.Tuple) and is_bare(value.elts[-1]))


def test_the_labels_of_choices_can_be_translated() -> None:
    bare = [f"{path.relative_to(SOURCE)}:{line}" for path, tree in CODE if path.parts[-2] in LABELLED for line in list_bare_labels(tree)]
    if bare:
        pytest.fail("Wrap these labels in gettext_lazy:\n" + "\n".join(bare), pytrace=False)
    assert list(list_bare_labels(ast.parse('class Kind(models.TextChoices):\n    A = "a", "words"'))) == [2]


@pytest.mark.parametrize(
    "code", ['raise Refusal("No.")', 'raise Refusal(f"No {x}.")', 'end(because="said so")', 'raise Refusal("a" if b else _("c"))']
)
def test_the_next_one_is_caught(code: str) -> None:
    assert list(list_bare_words(ast.parse(code), {"Refusal"})) == [1]
    assert not list(list_bare_words(ast.parse('raise Refusal(gettext("No."))'), {"Refusal"}))
