"""Every colour of the tokens that carries text or an outline is strong enough, light and dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import keepwarm.site

TOKENS = Path(keepwarm.site.__file__).parent / "static/site/tokens.css"
TEXT, OUTLINE = 4.5, 3.0
GROUNDS = ("paper", "card", "sunk")
MEANINGS = ("call", "write", "warm", "alert")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "soft") for ground in (*GROUNDS, *(f"{meaning}-wash" for meaning in MEANINGS))),
    *((meaning, ground, TEXT) for meaning in MEANINGS for ground in (*GROUNDS, f"{meaning}-wash")),
    *(("edge", ground, OUTLINE) for ground in GROUNDS),
    ("on-call", "call-strong", TEXT),
    ("paper", "ink", TEXT),
]


def read_tokens() -> dict[str, tuple[str, str]]:
    """Each colour's name with its light and its dark value."""
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS.read_text())
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_colour_stands_out_from_what_it_lies_on(ink: str, ground: str, least: float, theme: int) -> None:
    tokens = read_tokens()
    darker, lighter = sorted(luminance(tokens[name][theme]) for name in (ink, ground))
    assert (lighter + 0.05) / (darker + 0.05) >= least
