"""The demo is loaded in the background: living 120 days takes longer than a page may; and its reps' Sent folders stay read."""

from __future__ import annotations

import logging

from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.demo.actions import load_demo, read_folders
from keepwarm.lib.periodic import Periodic
from keepwarm.lib.refusal import Refusal

PERIODIC = (Periodic(read_folders, minutes=30),)
log = logging.getLogger(__name__)


@db_task()  # type: ignore[untyped-decorator]
def load_in_background() -> None:
    """Load the demo now. What stands in the way was said on the page before; it is only logged here."""
    try:
        load_demo(now=timezone.now())
    except Refusal as refusal:
        log.warning("Demo: %s", refusal.sentence)
