"""What is made ready before the web server divides into processes, so that nobody's first page of a day is a slow one."""

from __future__ import annotations

import gc
import logging
from datetime import datetime

from django.db import DatabaseError, connections
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.utils import get_app_template_dirs
from django.urls import reverse

from keepwarm.decisions.queries import queue_of
from keepwarm.engine.letter.checking import warm_up as warm_up_letter_check
from keepwarm.staff.queries import persons_seats

GC_AFTER = 10_000
"""Objects between two looks for garbage: a page makes some ten thousand, and Python's 700 has it look fifteen times a page."""
log = logging.getLogger(__name__)


def warm_up(*, now: datetime) -> None:
    """Addresses, templates, the words the letter check knows, and the calling hours of those who are due today.

    Connections are closed again: none outlives a fork.

    What stands by then is taken out of the search for garbage, which would otherwise look through all of it again and again.
    """
    reverse("home")
    load_templates()
    warm_up_letter_check()
    try:
        queue_of(list(persons_seats()), zone="UTC", now=now)
    except DatabaseError as problem:
        log.warning("Nothing could be read ahead: %s", problem)
    finally:
        connections.close_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_AFTER)


def load_templates() -> None:
    """Every template of our rooms, once; they are kept."""
    engine = engines["django"]
    for folder in get_app_template_dirs("templates"):
        if folder.parent.parent.name != "keepwarm":
            continue
        for path in sorted(folder.rglob("*.html")):
            try:
                engine.get_template(path.relative_to(folder).as_posix())
            except (TemplateDoesNotExist, TemplateSyntaxError):  # it says so on its own page; the others open
                log.exception("The template %s cannot be read.", path.name)
