"""How what we send and publish looks: name, postal address, colours and logo of the house, as one value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from keepwarm.content.models import HouseLook

ACCENT = "#1d5b79"
"""The colour of links and buttons until the house names its own; white on it has a contrast of 7 to 1."""
READS_WELL = 4.5
"""The least contrast of text, WCAG 2 level AA."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Brand:
    """The house as its readers see it. `logo_url` and `website` are whole addresses, "" for none; `accent` is #rrggbb."""

    name: str = ""
    postal_address: str = ""
    website: str = ""
    accent: str = ACCENT
    logo_url: str = ""

    @property
    def on_accent(self) -> str:
        """White on the accent where that reads well (4.5, WCAG AA), else black."""
        return "#ffffff" if contrast(self.accent, "#ffffff") >= READS_WELL else "#000000"

    @property
    def accent_on_light(self) -> str:
        """The accent as ink on white: itself, or darkened until it reads well."""
        return _until_readable(self.accent, against="#ffffff", toward=0)

    @property
    def accent_on_dark(self) -> str:
        """The accent as ink in dark mode: lightened until it reads well."""
        return _until_readable(self.accent, against="#1c1f22", toward=255)


def house_brand() -> Brand:
    """The brand of this house; one query."""
    row = HouseLook.objects.select_related("logo").defer("logo__raw").order_by("pk").first()
    if row is None:
        return Brand()
    accent = row.accent if is_colour(row.accent) else ACCENT
    return Brand(row.name, row.postal_address, row.website, accent, picture_url(row.logo.hashed) if row.logo else "")


def picture_url(hashed: str) -> str:
    """Where everyone may see a picture that we keep: a whole address, for mails."""
    return f"{settings.PUBLIC_URL}/content/p/pictures/{hashed}/"


def is_colour(text: str) -> bool:
    """Whether it is a colour as #rrggbb."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """How well one colour reads on the other, 1 to 21; by the formula of WCAG 2."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _until_readable(colour: str, *, against: str, toward: int) -> str:
    """A fifth of the way to white or black at a time, until it reads well."""
    for _step in range(20):
        if contrast(colour, against) >= READS_WELL:
            break
        parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
        colour = "#" + "".join(f"{round(part + (toward - part) * 0.2):02x}" for part in parts)
    return colour
