"""Measure how mails are trimmed: `bin/measure trimming PATH… [--json]`, on test suites of others whose answers are known.

PATH is a folder or a file. Read are: Python tests that call `extract_from_plain` or `extract_signature` with a text and what
must come out (their sources are read, never run), `*.eml` with what is new in `<name>_reply_text` beside them ("Hello" where
that file is missing), and Ruby tests that compare `parse_reply` of a text in `emails/`. Each case asks either for what is not
quoted, or for what is neither quoted nor signature; it is judged by what it asks for.
"""

import ast
import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from keepwarm.engine.replies.trimming import PartKind, trim
from keepwarm.lib.refusal import Refusal


class Unmeasurable(Refusal):
    """A path holds nothing that can be measured; the sentence says why."""


@dataclass(frozen=True)
class Case:
    """A text and the part of it that must come out, with or without its signature."""

    name: str
    text: str
    expected: str
    with_signature: bool


def run(paths: list[str]) -> Iterable[dict[str, object]]:
    """Yield one row a file with cases, then one named "overall". Refuses when there are none."""
    rows: list[dict[str, object]] = []
    cases: list[Case] = []
    for path in paths:
        for file, found in _files(Path(path)):
            rows.append(_row(file, found))
            cases += found
    if not cases:
        raise Unmeasurable(f"{', '.join(paths)} holds no texts of mails with the part that must come out.")
    return [*rows, _row("overall", cases)]


def _row(name: str, cases: list[Case]) -> dict[str, object]:
    got = [_trimmed(case) for case in cases]
    right = [case.name for case, text in zip(cases, got, strict=True) if _plain(text) == _plain(case.expected)]
    wrong = [case.name for case in cases if case.name not in right]
    f1 = sum(_word_f1(text, case.expected) for case, text in zip(cases, got, strict=True)) / len(cases)
    return {
        "file": name,
        "accuracy": round(len(right) / len(cases), 4),
        "word_f1": round(f1, 4),
        "cases": len(cases),
        "right": len(right),
        "wrong": ", ".join(wrong),
    }


def _trimmed(case: Case) -> str:
    kinds = [PartKind.NEW, PartKind.FORWARDED] + [PartKind.SIGNATURE] * case.with_signature
    return trim(case.text).only(*kinds)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _word_f1(got: str, expected: str) -> float:
    ours, theirs = Counter(got.split()), Counter(expected.split())
    both = (ours & theirs).total()
    if not both:
        return float(not ours and not theirs)
    return 2 * both / (ours.total() + theirs.total())


def _files(path: Path) -> Iterator[tuple[str, list[Case]]]:
    if not path.exists():
        raise Unmeasurable(f"There is nothing at {path}.")
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        reader = {".py": _from_python, ".eml": _from_message, ".rb": _from_ruby}.get(file.suffix)
        cases = list(reader(file)) if reader else []
        if cases:
            yield file.name, cases


def _from_message(file: Path) -> Iterator[Case]:
    if "standard" not in file.parent.name:
        return
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    if body is not None:
        answer = file.with_name(f"{file.stem}_reply_text")
        expected = answer.read_text(encoding="utf-8") if answer.exists() else "Hello"
        yield Case(file.name, str(body.get_content()), expected, with_signature=True)


def _from_ruby(file: Path) -> Iterator[Case]:
    asked = re.compile(r'assert_equal "((?:[^"\\]|\\.)*)",\s*EmailReplyParser\.parse_reply', re.DOTALL)
    for test in file.read_text(encoding="utf-8").split("  def test_")[1:]:
        name, expected = re.search(r'FIXTURE_PATH\.join\("([^"]+)"\)', test), asked.search(test)
        if name and expected:
            text = (file.parent / "emails" / name[1]).read_text(encoding="utf-8")
            yield Case(name[1], text, expected[1].replace(r"\n", "\n"), with_signature=False)


def _from_python(file: Path) -> Iterator[Case]:
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef) and not function.decorator_list:  # those change the program they test
            yield from _cases_of(function)


def _cases_of(function: ast.FunctionDef) -> Iterator[Case]:
    """The comparisons in one test, with the strings its names stand for at that line."""
    known: dict[str, str] = {}
    number = 0
    for statement in function.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            known[statement.targets[0].id] = _string(statement.value, known) or ""
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            case = _case(function.name, number, statement.value, known)
            if case:
                number += 1
                yield case


def _case(name: str, number: int, call: ast.Call, known: dict[str, str]) -> Case | None:
    asked = next((part for part in call.args if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)), None)
    other = next((part for part in call.args if part is not asked), None)
    if asked is None or other is None or not isinstance(asked.func, ast.Attribute) or not asked.args:
        return None
    text = _string(asked.args[0], known)
    if asked.func.attr == "extract_from_plain":
        expected, signed = _string(other, known), True
    elif asked.func.attr == "extract_signature" and isinstance(other, ast.Tuple):
        expected, signed = _string(other.elts[0], known), False
    else:
        return None
    return Case(f"{name}_{number}" if number else name, text, expected, signed) if text is not None and expected is not None else None


def _string(node: ast.expr, known: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return known.get(node.id) if isinstance(node, ast.Name) else None
