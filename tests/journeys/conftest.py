"""A house with a day's work, served to a real browser; the clock stands at a Wednesday morning in the server and goes on."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from keepwarm.answers.models import Question
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import index_prospects
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, open_house

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread

QUESTIONS = {
    "need": "What would have to be better in a year?",
    "authority": "Who decides about this with you?",
    "budget": "What would that be allowed to cost?",
}
PEOPLE = (("Anna Arnold", "Arnold Mills"), ("Ben Brook", "Brook & Dale"), ("Cleo Castle", "Castle Foods"))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NO_TELEPHONE = """
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="tel:"]');
  if (!link) return;
  event.preventDefault();
  sessionStorage.dialled = `${sessionStorage.dialled ?? ""} ${link.getAttribute("href")}`.trim();
});
"""
"""A test's browser has no telephone, and its question which program to open would take the keyboard: numbers are noted."""
PATIENCE = 90_000
"""ms for a page, also on a busy machine."""
Enter = Callable[..., Page]


@pytest.fixture
def at_work() -> Iterator[None]:
    """Wednesday, half past nine; time goes on."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def house(transactional_db: None, at_work: None) -> House:
    """Everyone who works here; Ines has three people to call, each interested and never spoken to."""
    for place, (key, ask) in enumerate(QUESTIONS.items()):
        found = {"label": key.capitalize(), "group": key, "ask": ask, "asked": True, "position": place}
        Question.objects.update_or_create(key=key, defaults=found)
    house = open_house()
    people = [
        meet(house, name, firm=firm, phone=f"+44113496004{n}", email=f"p{n}@x.example", inquired_at=NOW - timedelta(days=9 - n))
        for n, (name, firm) in enumerate(PEOPLE)
    ]
    ids = [person.pk for person in people]
    settle(ids, by=None, now=NOW)
    index_prospects(ids)
    return house


@pytest.fixture
def enter(browser: Browser, browser_context_args: dict[str, object], live_server: LiveServer) -> Iterator[Enter]:
    """Opens the house as somebody in a browser of theirs, a later page in another tab of it: `enter(seat, "/desk/", viewport=…)`."""
    contexts: dict[str, BrowserContext] = {}

    def open_page(who: Seat | User, path: str, **how: object) -> Page:
        whose = f"{type(who).__name__} {who.pk} {how}"
        if whose not in contexts:
            contexts[whose] = browser.new_context(**{**browser_context_args, "base_url": live_server.url, **how})  # type: ignore[arg-type]
            contexts[whose].add_init_script(NO_TELEPHONE)
            contexts[whose].set_default_timeout(PATIENCE)
        contexts[whose].add_cookies([{"name": "sessionid", "value": session_of(who), "url": live_server.url}])
        page = contexts[whose].new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts.values():
        for page in context.pages:  # a draft that is being saved would hold the database against the next test
            page.wait_for_load_state("networkidle")
        context.close()


def session_of(who: Seat | User) -> str:
    """The key of a session in which `who` is signed in."""
    user = who.user if isinstance(who, Seat) else who
    assert user is not None
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


def prospect_named(name: str) -> Prospect:
    """How somebody stands now."""
    return Prospect.objects.get(name=name)
