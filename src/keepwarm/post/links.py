"""The code on a letter, and the addresses that lead from it to the page of its reader."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from keepwarm.post.models import CODE_LENGTH, SIGNS

_OURS = re.compile(r"/post/p/([^/\s?#]+)")
_PREFERENCES = re.compile(r"/hear/([^/\s?#]+)/?")


def code_in_groups(code: str) -> str:
    """As it stands on the letter: three groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def short_address(code: str) -> str:
    """The address that one can type, without the scheme."""
    return settings.PUBLIC_URL.partition("://")[2] + reverse("post:short", args=[code_in_groups(code)])


def read_code(text: str) -> str:
    """The code in what was typed or scanned, "" when there is none. Spaces, dashes and small letters do no harm."""
    found = _OURS.search(text)
    said = re.sub(r"[\s\-\u2010-\u2015]+", "", found[1] if found else text).upper()
    return said if len(said) == CODE_LENGTH and all(sign in SIGNS for sign in said) else ""


def read_preferences_token(text: str) -> str:
    """The token in the scanned code of a letter, "" when it is none."""
    found = _PREFERENCES.search(text)
    return found[1] if found else ""
