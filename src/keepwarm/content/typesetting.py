"""Pages as PDF or picture, by typst. What people wrote goes in as data: no text of theirs is ever read as markup.

The fonts are those that come with typst (Latin, Greek, Cyrillic, Hebrew, Arabic). Only when a text holds letters beyond them
are the fonts of this machine asked too; a letter that no font has is drawn as an empty box, and never an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

LAST_BUILT_IN = 0x06FF
"""Above it lie the scripts that typst's own fonts do not know: those of India and East Asia, and more. Punctuation is known."""
PUNCTUATION = range(0x2000, 0x2300)
LONGEST = 300
"""Seconds; the largest batch takes three of them."""


def set_pdf(template: Path, name: str, data: Any) -> bytes:
    """The PDF of a template that reads `data` as JSON from `sys.inputs` under `name`.

    A template with `#set document(date: none)` gives the same bytes for the same data, whenever it is made.
    """
    made = _compiler(template, name, data).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def set_pdf_apart(template: Path, name: str, data: Any) -> bytes:
    """The same in a process of its own: hundreds of pages take hundreds of megabytes, which go with it."""
    given = json.dumps({"template": str(template), "name": name, "data": data}).encode()
    done = subprocess.run([sys.executable, "-m", __name__], input=given, capture_output=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def set_pictures(template: Path, name: str, data: Any, *, ppi: int = 96) -> list[bytes]:
    """The same as pictures (PNG), one a page."""
    made = _compiler(template, name, data).compile(format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made or [])


def _compiler(template: Path, name: str, data: Any) -> typst.Compiler:
    text = json.dumps(data, ensure_ascii=False).encode(errors="replace").decode()
    return typst.Compiler(template, root=template.parent, font_paths=_fonts(machine=_is_beyond(data)), sys_inputs={name: text})


@lru_cache
def _fonts(*, machine: bool) -> typst.Fonts:
    """The fonts, looked up once for the life of the process."""
    return typst.Fonts(include_system_fonts=machine, include_embedded_fonts=True)


def _is_beyond(data: Any) -> bool:
    """Whether a text in there holds a letter that typst's own fonts do not have."""
    if isinstance(data, str):
        return any(ord(letter) > LAST_BUILT_IN and ord(letter) not in PUNCTUATION for letter in data)
    return any(_is_beyond(one) for one in (data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()))


if __name__ == "__main__":
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(set_pdf(Path(asked["template"]), asked["name"], asked["data"]))
