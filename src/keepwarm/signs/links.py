"""Tracked links: a short signed address of ours that leads where a row says, and says who followed it from which mail.

The address names the target, the prospect and the touch by reference, is sealed for this one purpose, and works for as long as
the mail is kept: over new keys and over merges. The target is a row, never a part of the address: nobody can make it lead elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from keepwarm.consent.sealing import LinkUnreadable, seal, unseal
from keepwarm.lib.refusal import Refusal
from keepwarm.signs.models import Page

PLACE = "go"
"""Where these links stand below the root of the house."""
FOLLOW = "follow"
LONGEST = 2000  # characters of an address
_SAID = re.compile(r"([A-Za-z0-9]{8,16})(?:\.([A-Za-z0-9]{8,16})(?:\.([A-Za-z0-9]{8,16}))?)?")


class NoSuchTarget(Refusal):
    """An address that no link of ours may lead to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. `item_id`: of the content it leads to. `is_trap`: no person sees it, so only robots follow it."""

    url: str
    item_id: int | None = None
    is_trap: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same target; 32 hexadecimal digits."""
        said = f"{self.url}|{self.item_id or ''}|{'trap' if self.is_trap else ''}"
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Followed:
    """What the address of a link says. Without a prospect it stands on a page for everyone, and following it is no sign."""

    link_ref: str
    prospect_ref: str = ""
    touch_ref: str = ""


def address_of(link_ref: str, prospect_ref: str = "", touch_ref: str = "") -> str:
    """The whole address of a link in a mail: `https://…/go/<token>/`."""
    return f"{settings.PUBLIC_URL}{path_of(link_ref, prospect_ref, touch_ref)}"


def path_of(link_ref: str, prospect_ref: str = "", touch_ref: str = "") -> str:
    """The same below the root of the house. `touch_ref`: of the mail it stands in; it may be written later than the mail."""
    said = ".".join(part for part in (link_ref, prospect_ref, touch_ref) if part)
    if _SAID.fullmatch(said) is None or (touch_ref and not prospect_ref):
        raise ValueError("a tracked link names a link, a prospect and a touch by reference")
    return f"/{PLACE}/{seal(FOLLOW, said.encode())}/"


def read_followed(token: str) -> Followed:
    """What the token of such an address says. Raises LinkUnreadable."""
    found = _SAID.fullmatch(unseal(FOLLOW, token).decode("ascii"))
    if found is None:
        raise LinkUnreadable
    link, prospect, touch = found.groups()
    return Followed(link, prospect or "", touch or "")


def check_target(url: str) -> None:
    """Only whole web addresses, without a name and password in them. Raises NoSuchTarget."""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_whole = False
    if not is_whole or len(url) > LONGEST or re.search(r"[\x00-\x20\\]", url):
        sentence = gettext("A link leads to a whole address of the web, such as https://www.example.com/page: “%(url)s” is none.")
        raise NoSuchTarget(sentence % {"url": url[:100]})


def page_of(url: str) -> int | None:
    """The marked page that an address belongs to: the longest whose address it begins with."""
    rows = Page.objects.filter(ended_at__isnull=True).values_list("url", "pk")
    found = [(len(start), pk) for start, pk in rows if url.startswith(start)]
    return max(found)[1] if found else None
