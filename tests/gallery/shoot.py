"""Photographs every page of the gallery: `python -m tests.gallery.shoot FOLDER [PAGE…]`, to be looked at by a person."""

import mimetypes
import os
import sys
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

ADDRESS = "http://gallery.test"
CHROMIUM = "/usr/bin/chromium"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def answer(route: Route, html: str) -> None:
    """Gives the page itself and its static files; nothing comes from a network."""
    path = route.request.url.removeprefix(ADDRESS)
    if not path.startswith("/static/"):
        return route.fulfill(body=html, content_type="text/html; charset=utf-8")
    found = finders.find(path.removeprefix("/static/"))
    if not isinstance(found, str):
        return route.abort()
    kind = mimetypes.guess_type(found)[0] or "text/plain"
    return route.fulfill(body=Path(found).read_bytes(), content_type=kind)


def open_page(page: Page, variant: str, theme: str) -> None:
    """Opens one page of the gallery in a browser page."""
    from tests.gallery.samples import render_page

    html = render_page(variant, theme=theme)
    page.unroute_all()
    page.route("**/*", lambda route: answer(route, html))
    page.goto(f"{ADDRESS}/{variant}")
    page.wait_for_load_state("networkidle")


def main(folder: Path, wanted: list[str]) -> None:
    """Writes `PAGE-SIZE-THEME.png` into `folder`."""
    import django

    django.setup()
    from tests.gallery.samples import list_variants

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone", is_mobile=size == "phone")
            page = context.new_page()
            for variant in wanted or list_variants():
                for theme in ("light", "dark"):
                    open_page(page, variant, theme)
                    page.screenshot(path=folder / f"{variant}-{size}-{theme}.png", full_page=size == "phone" or "desk" not in variant)
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
    main(Path(sys.argv[1]), sys.argv[2:])
