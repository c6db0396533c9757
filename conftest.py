"""What all tests share, in rooms and in `tests/`: databases made once, the browser, and which tests run."""

import asyncio
import gc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test.utils import setup_databases
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, expect
from pytest_django import DjangoDbBlocker

from tests.databases import copy_template, keep_template, name_test_database, one_at_a_time

CHROMIUM = Path("/usr/bin/chromium")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}

PATIENCE = 90_000  # ms for a page, a third of it for what shall be seen: a busy machine is slow, not broken
expect.set_options(timeout=PATIENCE / 3)
hypothesis_settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True)
hypothesis_settings.register_profile("long", max_examples=1500, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="Run only what touches the database (no browser).")
    parser.addoption("--share", choices=("first", "rest"), help="Of the files run an eighth that is always the same, or all the others.")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile"):
        hypothesis_settings.load_profile("long" if config.getoption("markexpr") == "long" else "quick")


def pytest_collection_finish() -> None:
    """Look for circles among objects seldom: tests make hundreds of thousands that live on, and looking took a sixth of the processor."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark browser tests by their fixtures (a `page` alone may be anything); on the second database leave out what does not touch it."""
    for item in items:
        if {"page", "browser"} <= set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    if config.getoption("--only-database"):
        kept = [item for item in items if _touches_database(item)]
        _keep(config, items, kept)
    if share := config.getoption("--share"):
        _keep(config, items, [item for item in items if _is_first_share(item) == (share == "first")])


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _is_first_share(item: pytest.Item) -> bool:
    """By the name of the file, so that it is the same on every machine."""
    return zlib.crc32(item.path.name.encode()) % 8 == 1


def _touches_database(item: pytest.Item) -> bool:
    fixtures = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("both")
    elsewhere = item.get_closest_marker("browser") or item.get_closest_marker("once")
    return bool(fixtures or marked) and not elsewhere


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database: a copy of one that was migrated before with the same migrations, else migrated now."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    folder = request.config.cache.mkdir("keepwarm-databases")
    with django_db_blocker.unblock(), one_at_a_time(Path(folder)):
        name_test_database(worker)
        if not copy_template(folder):
            setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            keep_template(folder)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own for the files of each worker's house: locks, spools and uploads of one are none of another's."""
    django_settings.HOME = folder = tmp_path_factory.mktemp("home")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves its event loop marked as running; a later test of the same worker may run one of its own.

    Around the fixtures too: Django gives whoever runs in a loop another connection, and a test that began its transaction on one
    would wait on the other for itself.
    """
    left = None if item.get_closest_marker("browser") else asyncio._get_running_loop()  # noqa: SLF001 - no public way
    if left is not None:
        asyncio._set_running_loop(None)  # noqa: SLF001
    try:
        return (yield)
    finally:
        if left is not None:
            asyncio._set_running_loop(left)  # noqa: SLF001


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium; Playwright never downloads one."""
    if not CHROMIUM.exists():
        pytest.fail("Browser tests need Chromium: apt-get install chromium", pytrace=False)
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A desktop in London, so that pages look the same on every machine."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A browser that waits for a busy machine."""
    context.set_default_timeout(PATIENCE)
    return context
