from pathlib import Path
from types import SimpleNamespace

import pytest

from keepwarm.site.databases import SessionsApart, UnknownDatabase, choose_databases

HOME = Path("/house")


def test_without_an_address_there_are_two_files_in_the_home() -> None:
    databases = choose_databases("", HOME)
    assert {alias: str(database["NAME"]) for alias, database in databases.items()} == {
        "default": "/house/house.sqlite3",
        "sessions": "/house/sessions.sqlite3",
    }
    assert "synchronous = FULL" in databases["default"]["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_is_read_whole() -> None:
    found = choose_databases("postgresql://ann:s%40fe@db.example:5433/house?sslmode=require", HOME)
    assert list(found) == ["default"]
    wanted = {"NAME": "house", "USER": "ann", "PASSWORD": "s@fe", "HOST": "db.example", "PORT": "5433"}
    assert {key: found["default"][key] for key in wanted} == wanted
    assert found["default"]["OPTIONS"] == {"options": "-c jit=off -c random_page_cost=1.1", "sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://host/house", "postgresql://host", "house.sqlite3"])
def test_any_other_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(UnknownDatabase, match="must look like postgresql://"):
        choose_databases(url, HOME)


def test_sessions_and_only_sessions_go_to_their_own_file() -> None:
    router = SessionsApart()
    session, other = (SimpleNamespace(_meta=SimpleNamespace(app_label=label)) for label in ("sessions", "prospects"))
    assert (router.db_for_read(session), router.db_for_write(other)) == ("sessions", "default")
    placed = [(db, app) for db in ("default", "sessions") for app in ("sessions", "prospects") if router.allow_migrate(db, app)]
    assert placed == [("default", "prospects"), ("sessions", "sessions")]
