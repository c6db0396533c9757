"""A click as the page hears of it, until it is a row."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from keepwarm.signs.links import Followed
from keepwarm.signs.spool import Spool

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Click:
    """One following of one link. `because`: why its request is a robot's (`signs.robots.Because`), or "". Who asked, from which
    address and with which program, is not kept."""

    link: str
    prospect: str
    touch: str
    at: str  # ISO, UTC
    because: str
    once: str


def folder() -> Path:
    """Where clicks wait to be written into the table."""
    return Path(settings.HOME) / "clicks"


@lru_cache(maxsize=4)
def _spool(at: Path) -> Spool:
    return Spool(at)


def keep_click(followed: Followed, *, because: str, now: datetime) -> bool:
    """Keep a click on the disk. False when the disk refuses: whoever clicked is led on all the same, and the log says so."""
    click = Click(followed.link_ref, followed.prospect_ref, followed.touch_ref, now.isoformat(), because, token_hex(12))
    try:
        _spool(folder()).keep(asdict(click))
    except OSError:
        log.exception("A click could not be kept.")
        return False
    return True
