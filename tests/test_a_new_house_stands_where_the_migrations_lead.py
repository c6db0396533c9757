"""A new house is built at once (`site/management/commands/migrate.py`); walking through every migration leads to the same schema."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

MAKE = """
import sys, django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Walk
from django.db import connection
from tests.test_a_new_house_stands_where_the_migrations_lead import describe
call_command(Walk() if sys.argv[1] == "walk" else "migrate", verbosity=0)
with connection.cursor() as cursor:
    print("\\n".join(describe(cursor)))
"""

ON_POSTGRES = (
    """SELECT 'column', table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
    is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT 'index', tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'extension', extname FROM pg_extension",
    "SELECT 'migration', app, name FROM django_migrations",
)
OF_DJANGO = "column auth_group_permissions id "
"""A key that nobody points to: an integer as its app says, a big one as a walk through the migrations takes it from our settings."""


def describe(cursor: CursorWrapper) -> list[str]:
    """Everything of the schema that could differ, a line each, in no order of the tables' own; and which migrations are written down."""
    if cursor.db.vendor == "postgresql":
        lines = (" ".join(map(str, row)) for statement in ON_POSTGRES for row in _rows(cursor, statement))
        return sorted(re.sub(r"_ref_(key|[0-9a-f]{8}_uniq)\b", "_ref_unique", line) for line in lines if not line.startswith(OF_DJANGO))
    made = _rows(cursor, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    shapes = [f"{kind} {name} {table} {part}" for kind, name, table, sql in made for part in _parts(sql)]
    settings = _rows(cursor, "SELECT k, v FROM prospects_search_config")
    applied = _rows(cursor, "SELECT app, name FROM django_migrations")
    return sorted([*shapes, *(f"search {k} {v}" for k, v in settings), *(f"migration {app} {name}" for app, name in applied)])


def _rows(cursor: CursorWrapper, statement: str) -> list[tuple[object, ...]]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _parts(sql: object) -> list[str]:
    """The columns and constraints of a table, each by itself: their order depends on when a column came."""
    words = re.sub(r"\s+", " ", str(sql)).strip()
    depth, parts = 0, [""]
    for sign in words.partition("(")[2].rpartition(")")[0] if words.startswith("CREATE TABLE") else words:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth and words.startswith("CREATE TABLE"):
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _schema(how: str, home: Path) -> list[str]:
    """Make a house of its own in that way, and tell what stands in it."""
    environment = {**os.environ, "KEEPWARM_HOME": str(home / how), "DJANGO_SETTINGS_MODULE": "keepwarm.site.settings"}
    (home / how).mkdir()
    if connection.vendor == "postgresql":
        name = f"house_{how}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
        environment["KEEPWARM_DATABASE_URL"] = urlunsplit(urlsplit(os.environ["KEEPWARM_DATABASE_URL"])._replace(path=f"/{name}"))
    done = subprocess.run([sys.executable, "-c", MAKE, how], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.long
@pytest.mark.django_db
def test_building_at_once_and_walking_through_the_migrations_lead_to_the_same(tmp_path: Path) -> None:
    walked, built = _schema("walk", tmp_path), _schema("build", tmp_path)
    assert len(walked) > 500
    assert sorted(set(walked) - set(built)) == []
    assert sorted(set(built) - set(walked)) == []
