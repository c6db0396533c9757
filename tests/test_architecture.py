"""What the floors cannot say by imports alone: foreign keys, a pure engine, templates, sizes, words."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from tests.tree import ROOT, SOURCE, count_lines, list_code, list_functions, list_imports, list_rooms, list_tests, name_of, parse

FILE_LINES = 400
FUNCTION_LINES = 30
VIEW_LINES = 15
TEMPLATE_LINES = 80
TEST_FILE_LINES = 250
PURE_STANDARD_LIBRARY = frozenset(sys.stdlib_module_names) - {"os", "random", "socket", "sqlite3", "time", "subprocess", "threading"}
LARGER_ENGINES = ("letter", "learn")
"""Parts of the engine that may use more than NumPy."""


def read_floors() -> dict[str, int]:
    """Each room's floor, from the contract that import-linter checks; the ground has the highest number."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room: floor for floor, layer in enumerate(layers) for room in re.findall(r"\w+", layer)}


def none(wrong: Iterable[str]) -> bool:
    """True when nothing is wrong; else fails and names each on a line of its own."""
    lines = sorted(set(wrong))
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)
    return True


def list_own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("keepwarm.")]


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def test_every_foreign_key_points_downward_or_stays_in_its_room() -> None:
    floors = read_floors()
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in list_own_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model.__module__.startswith("keepwarm.")
        if floors[room_of(field.related_model)] < floors[room_of(model)]
        or (floors[room_of(field.related_model)] == floors[room_of(model)] and room_of(field.related_model) != room_of(model))
    ]
    assert none(upward)


def test_the_engine_imports_without_django_and_without_a_database() -> None:
    blocked = "import sys; sys.modules.update(dict.fromkeys(['django', 'sqlite3', 'psycopg', 'pysqlite3', 'click', 'huey']))"
    modules = [".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in list_code() if "engine" in path.parts]
    program = "\n".join([blocked, *(f"import {module.removesuffix('.__init__')}" for module in modules)])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_core_of_the_engine_imports_numpy_and_pure_python_only() -> None:
    foreign = [
        f"{name_of(path)} imports {module}"
        for path in list_code()
        if path.is_relative_to(SOURCE / "engine") or path.is_relative_to(SOURCE / "lib")
        if path.relative_to(SOURCE).parts[1] not in LARGER_ENGINES
        for module in list_imports(path)
        if not module.startswith(("keepwarm.engine", "keepwarm.lib", "numpy")) and module.split(".")[0] not in PURE_STANDARD_LIBRARY
    ]
    assert none(foreign)


@pytest.mark.parametrize("room", list_rooms())
def test_a_room_begins_with_a_paragraph_that_says_what_it_is_and_holds_no_code(room: str) -> None:
    module = parse(SOURCE / room / "__init__.py")
    assert len((ast.get_docstring(module) or "").split()) >= 12
    assert len(module.body) == 1


@pytest.mark.parametrize("room", list_rooms())
def test_templates_stay_in_their_room(room: str) -> None:
    folder = SOURCE / room / "templates"
    allowed = {room} if room != "site" else {room, "account", "allauth", "mfa", "base.html", "bare.html"}
    strangers = {path.name for path in folder.glob("*") if path.name not in allowed and not re.fullmatch(r"\d{3}\w*\.html", path.name)}
    assert strangers == set()


def test_a_view_names_templates_of_its_own_room_only() -> None:
    wrong = [
        f"{name_of(path)}: {template}"
        for path in list_code()
        for template in re.findall(r"[\"']([a-z_]+/[\w/]+\.html)", path.read_text(encoding="utf-8"))
        if template.split("/")[0] not in {path.relative_to(SOURCE).parts[0], "site"}
    ]
    assert none(wrong)


def rooms_that_point_to(target: str) -> list[str]:
    """Rooms that have a foreign key to `target`."""
    return sorted(
        {
            room_of(model)
            for model in list_own_models()
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and field.related_model.__name__ == target
        }
    )


NEEDED = [
    *((room, verb) for room in rooms_that_point_to("Prospect") for verb in ("absorb", "forget")),
    *((room, "reassign") for room in rooms_that_point_to("Seat") if room in rooms_that_point_to("Prospect")),
]
"""What circle calls: to merge two prospects, to forget one, and to hand over what stands at a seat."""


@pytest.mark.parametrize(("room", "verb"), [needed for needed in NEEDED if needed[0] != "circle"])
def test_a_room_that_knows_a_prospect_can_merge_forget_and_hand_over(room: str, verb: str) -> None:
    actions = import_module(f"keepwarm.{room}.actions")
    assert callable(getattr(actions, verb, None)), f"keepwarm.{room}.actions needs {verb}(): circle calls it"


def test_no_file_is_too_long() -> None:
    assert none([f"{name_of(path)}: {count_lines(path)}" for path in list_code() if count_lines(path) > FILE_LINES])


def test_no_test_file_is_too_long() -> None:
    assert none([f"{name_of(path)}: {count_lines(path)}" for path in list_tests() if count_lines(path) > TEST_FILE_LINES])


def test_no_template_is_too_long() -> None:
    files = sorted(SOURCE.rglob("templates/**/*.html"))
    assert none([f"{name_of(path)}: {count_lines(path)}" for path in files if count_lines(path) > TEMPLATE_LINES])


def test_no_function_is_too_long() -> None:
    assert none(
        [
            f"{name_of(path)}:{function.lineno} {function.name}"
            for path in list_code()
            for function in list_functions(path)
            if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
        ]
    )


def test_no_view_is_too_long() -> None:
    assert none(
        [
            f"{name_of(path)}:{function.lineno} {function.name}"
            for path in list_code()
            if path.stem == "views" or path.parent.name == "views"
            for function in list_functions(path)
            if (function.end_lineno or 0) - function.body[0].lineno + 1 > VIEW_LINES
        ]
    )


def test_no_name_says_nothing() -> None:
    empty = re.compile(r"(Manager|Helper|Utils?|Service|Data|Info)$")
    allowed = re.compile(r"UserManager$")  # Django's own word for it
    assert none(
        [
            f"{name_of(path)}: {node.name}"
            for path in list_code()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.ClassDef) and empty.search(node.name) and not allowed.search(node.name)
        ]
    )
    assert none([name_of(path) for path in list_code() if path.stem in {"utils", "helpers", "services", "signals"}])


def test_all_writes_stand_in_actions() -> None:
    verbs = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    at_home = {"actions", "models"}
    assert none(
        [
            f"{name_of(path)}:{node.lineno} {node.func.attr}"
            for path in list_code()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs
            if not at_home & {*path.parts, path.stem}
        ]
    )


def test_no_file_knows_a_folder_of_the_machine_it_was_written_on() -> None:
    """Data that lies beside the project is found from the file itself."""
    known = ("/usr/", "/proc/", "/etc/", "/house")  # of any machine, and one that is made up
    found = [
        f"{name_of(path)}: {place}"
        for path in (*list_code(), *list_tests())
        for place in re.findall(r'Path\("(/[^"]*)', path.read_text(encoding="utf-8"))
        if not place.startswith(known)
    ]
    assert none(found)
