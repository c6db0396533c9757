"""From bytes to text, in whatever charset a mail names, truly or falsely."""

from __future__ import annotations

import re

_KNOWN = re.compile(
    r"^(?:us-?ascii|ascii|utf-?(?:7|8|8-sig|16|16le|16be|16-le|16-be|32)|latin-?\d{1,2}|l\d|iso-?8859-?\d{1,2}(?:-[ei])?|(?:windows-?|cp|ibm)\d{3,4}|koi8-?[rut]"
    r"|iso-?2022-?(?:jp|kr)(?:-?(?:\d|2004|ext))?|euc-?(?:jp|kr)|euc_?(?:jp|kr)|shift[-_]?jis|sjis|ms[-_]?kanji|gb2312|gbk|gb18030|hz(?:-gb-2312)?"
    r"|big5(?:-?hkscs)?|ks_c_5601-1987|johab|mac-?(?:roman|latin2|cyrillic|greek|turkish|iceland)|tis-?620|viscii|ptcp154)$"
)
"""Charsets that are really ones of text: some of Python's other codecs take forever on hostile bytes, or are none of text."""
_ALIASES = {"cp932": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}


def decode(raw: bytes, charset: str = "") -> str:
    """The text of `raw`. A wrong or unknown charset gives way to UTF-8, and that to Windows-1252. Never raises."""
    name = charset.strip().strip("\"'").lower()
    if _KNOWN.match(_ALIASES.get(name, name)):
        try:
            return raw.decode(_ALIASES.get(name, name)).encode("utf-8", "replace").decode("utf-8")  # UTF-7 can name halves of letters
        except (UnicodeError, LookupError):
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
