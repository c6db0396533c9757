"""Test databases: migrated once for a state of the migrations, then copied.

SQLite: a file in pytest's cache folder. PostgreSQL: a database that serves as TEMPLATE, in the cluster of the tests.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError, connection

KEPT = 5
"""Templates of older states that stay, for runs that go on beside this one."""


def fingerprint() -> str:
    """Changes when a migration or a locked version changes."""
    digest = hashlib.sha256()
    files = [*settings.SOURCE.glob("*/migrations/*.py"), settings.CHECKOUT / "requirements" / "dev.lock"]
    for file in sorted(files):
        digest.update(f"{file.relative_to(settings.CHECKOUT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def name_test_database(worker: str) -> None:
    """Give each of pytest's workers a database of its own."""
    test = connection.settings_dict["TEST"]
    test["NAME"] = f"{test['NAME'] or 'test_keepwarm'}_{worker}"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """One worker migrates and keeps the template while the others wait; then they copy it."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_template(folder: Path) -> bool:
    """Point the connection at a fresh copy of the template; False when there is no template yet."""
    copied = _copy_file(folder) if connection.vendor == "sqlite" else _copy_postgres()
    if copied:
        name = connection.settings_dict["TEST"]["NAME"]
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    return copied


def keep_template(folder: Path) -> None:
    """Keep the database that was just migrated as the template for the next ones."""
    if connection.vendor == "sqlite":
        _keep_file(folder)
    else:
        _keep_postgres()


def _copy_file(folder: Path) -> bool:
    template, copy = folder / f"{fingerprint()}.sqlite3", Path(connection.settings_dict["TEST"]["NAME"])
    for leftover in copy.parent.glob(f"{copy.name}*"):
        leftover.unlink()
    try:
        shutil.copyfile(template, copy)
    except FileNotFoundError:  # none yet, or another run has just cleared it away
        return False
    return True


def _keep_file(folder: Path) -> None:
    draft = folder / f"draft-{os.getpid()}"
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(folder / f"{fingerprint()}.sqlite3")
    for old in sorted(folder.glob("*.sqlite3"), key=os.path.getmtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _template_name() -> str:
    return f"keepwarm_template_{fingerprint()}"


def _copy_postgres() -> bool:
    copy = connection.settings_dict["TEST"]["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_template_name()])
        if not cursor.fetchone():
            return False
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        try:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{_template_name()}"')
        except (OperationalError, ProgrammingError):  # another worker copies it at this moment
            return False
    return True


def _keep_postgres() -> None:
    mine = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{_template_name()}" TEMPLATE "{mine}"')
        except DatabaseError:  # another run was first
            return
