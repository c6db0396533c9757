"""The documents name only what exists, and everything a reader needs is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from keepwarm.cli.main import NOUNS, keepwarm
from tests.tree import ROOT, SOURCE, list_rooms, name_of

TEXT = ("src", "bin")
SUFFIXES = {"py", "md", "toml", "html", "css", "lock", "in", "sh", "csv"}
MADE_AT_RUN_TIME = ("var/", ".venv", "static/", "shared/", "../")


def list_documents() -> list[Path]:
    """Every document; the decision records tell of their time and may name what is gone."""
    return sorted([*ROOT.glob("*.md"), *(path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "decisions")])


def list_code_words(path: Path) -> Iterator[str]:
    """What a document sets as code: words in backticks, and the lines of code blocks."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    for block in blocks:
        yield from (line.strip() for line in block.splitlines() if line.strip())
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def looks_like_a_path(word: str) -> bool:
    if re.search(r"[\s<>*…{}$|(]|[A-Z]{3,}(?!\.md)|://|NNNN|^/|^@", word) or word.startswith(MADE_AT_RUN_TIME):
        return False
    has_suffix = "." in word and word.rsplit(".", 1)[-1] in SUFFIXES
    return has_suffix or bool(re.match(r"(bin|src|docs|tests|bench|examples|requirements)/", word))


def exists(word: str) -> bool:
    """A file of the tree: from its root, from the package, a template or style by its name, or a bare file name in any room."""
    word = word.rstrip("/").split("::")[0]
    places = (ROOT / word, SOURCE / word, ROOT / "src" / word, ROOT / "docs" / word)
    in_a_room = [f"*/templates/{word}", f"*/static/{word}", *([] if "/" in word else [f"**/{word}"])]
    return any(place.exists() for place in places) or any(any(SOURCE.glob(pattern)) for pattern in in_a_room)


@pytest.mark.parametrize("path", list_documents(), ids=name_of)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    words = {word for word in list_code_words(path) if looks_like_a_path(word)}
    assert sorted(word for word in words if not exists(word)) == []


@pytest.mark.parametrize("path", list_documents(), ids=name_of)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    files = [link for link in links if not re.match(r"\w+:", link)]
    assert [link for link in files if not (path.parent / link).exists()] == []


def find_command(words: list[str]) -> click.Command | None:
    """The command that these words call; None when there is none."""
    context = click.Context(keepwarm)
    command = keepwarm.get_command(context, words[0]) if words and words[0] in NOUNS else None
    for word in words[1:]:  # a group may hold another: `keepwarm handoff reasons change`
        if not isinstance(command, click.Group) or not (word.isalpha() and word.islower()):
            break
        command = command.get_command(context, word)
    return command


@pytest.mark.parametrize("path", list_documents(), ids=name_of)
def test_every_command_that_a_document_shows_exists_with_its_options(path: Path) -> None:
    wrong = []
    for line in list_code_words(path):
        called = re.match(r"(?:\$ )?(?:\.venv/bin/)?keepwarm ([a-z][^#&;]*)", line)
        if not called or "|" in called.group(1):
            continue
        words = called.group(1).split()
        command = find_command(words)
        options = {option for parameter in command.params for option in parameter.opts} if command else set()
        unknown = [word for word in words if word.startswith("--") and word.split("=")[0] not in options | {"--help"}]
        if command is None or unknown:
            wrong.append(line)
    assert wrong == []


def list_variables() -> set[str]:
    files = [path for folder in TEXT for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in {".py", ".sh", ""}]
    product = [path for path in files if "tests" not in path.relative_to(ROOT).parts]
    return {name for path in product for name in re.findall(r"KEEPWARM_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))}


def all_words() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in list_documents())


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = set(re.findall(r"KEEPWARM_[A-Z_]*[A-Z]", all_words()))
    assert sorted(list_variables() - documented) == []
    tests_own = {"KEEPWARM_TESTS_HOME"}
    benches = {
        name for path in (ROOT / "bench").glob("*.py") for name in re.findall(r"KEEPWARM_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert sorted(documented - list_variables() - benches - tests_own) == []


@pytest.mark.parametrize("noun", NOUNS)
def test_every_command_is_documented(noun: str) -> None:
    assert re.search(rf"`[^`]*keepwarm (\w+ \| )*{noun}\b|^ *keepwarm {noun}\b", all_words(), flags=re.MULTILINE)


@pytest.mark.parametrize("command", ["run", "test", "check", "bench", "measure"])
def test_every_command_of_the_checkout_is_documented(command: str) -> None:
    assert f"bin/{command}" in all_words()


@pytest.mark.parametrize("room", list_rooms())
def test_the_glossary_covers_every_room(room: str) -> None:
    glossary = ROOT / "docs" / "glossary.md"
    assert re.search(rf"\b{room}\b", glossary.read_text(encoding="utf-8"), flags=re.IGNORECASE)


def test_decision_records_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
