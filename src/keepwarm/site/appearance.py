"""How a reader likes the page: light, dark or as the machine says; single keys on or off. Kept in a cookie, not in a row."""

from collections.abc import Mapping
from dataclasses import dataclass

COOKIE = "look"
COOKIE_AGE = 365 * 24 * 3600
"""Seconds."""
THEMES = ("auto", "light", "dark")
KEYS = ("on", "off")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A reader's choice. Single keys can be switched off (WCAG 2.1.4): speech input and shaky hands press them unmeant."""

    theme: str = "auto"
    keys: str = "on"

    def as_cookie(self) -> str:
        """The choice as the cookie's text, such as `dark.on`."""
        return f"{self.theme}.{self.keys}"


def read_appearance(cookies: Mapping[str, str]) -> Appearance:
    """The choice in the cookies; what is missing or unknown there is the default."""
    theme, _, keys = cookies.get(COOKIE, "").partition(".")
    return choose(Appearance(), theme=theme, keys=keys)


def choose(current: Appearance, *, theme: str = "", keys: str = "") -> Appearance:
    """`current` with what is chosen anew; an unknown word changes nothing."""
    return Appearance(
        theme=theme if theme in THEMES else current.theme,
        keys=keys if keys in KEYS else current.keys,
    )
