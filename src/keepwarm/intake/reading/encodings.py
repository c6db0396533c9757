"""In which encoding a text file is written: by its byte order mark, by proof (UTF-8), else by what its letters look like."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from keepwarm.intake.reading.code_pages import code_page_of

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and old programs of the world still write. The first is taken when nothing tells them apart.
_LIKELY: Final = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "cp932",
    "gb18030",
    "big5",
    "cp949",
    "cp437",
    "mac_roman",
]
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 16


def detect_encoding(path: Path) -> str:
    """The encoding of the text file at `path`. Reads it once, in blocks; never fails: the last resort is cp1252."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _wide_without_mark(head):
        return wide
    odd = _lines_that_are_not_utf8(path)
    return "utf-8" if odd is None else _by_its_looks(odd)


def _wide_without_mark(head: bytes) -> str:
    """UTF-16 without its mark: of Latin text every second byte is zero."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 8:
        return ""
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _lines_that_are_not_utf8(path: Path) -> bytes | None:
    """None when all of the file is UTF-8; else up to a sample of those lines that are not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _sample_of_odd_lines(path)
    return None


def _sample_of_odd_lines(path: Path) -> bytes:
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (line := file.readline(_SAMPLE)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)[:_SAMPLE]


def _by_its_looks(sample: bytes) -> str:
    """The likeliest of the old encodings; a Western one when only a few letters are not ASCII, as in most lists."""
    if named := code_page_of(sample):
        return named
    letters = bytes(byte for byte in sample if byte > 127)
    best = from_bytes(sample, cp_isolation=_LIKELY, threshold=0.4).best()
    if best is None:
        return "cp1252"
    western = {"cp1252", "iso8859_1", "latin_1", "iso8859_15", "mac_roman", "cp437", "cp850", "cp1254", "cp1257"}
    if best.encoding in western or _reads_as_western(letters, sample):
        return "cp1252" if _reads_as_western(letters, sample) else best.encoding
    return best.encoding


# Letters of Western Europe in cp1252: ÄÖÜäöüß àâçèéêëîïôùû ñáíóú ØøÅåÆæ and the quotation marks and dashes of Word.
_WESTERN: Final = frozenset("ÄÖÜäöüßÀÂÇÈÉÊËÎÏÔÙÛàâçèéêëîïôùûÑñÁÍÓÚáíóúØøÅåÆæ€–—‘’“”«»°·´ ".encode("cp1252"))


def _reads_as_western(letters: bytes, sample: bytes) -> bool:
    """Most odd bytes are letters of Western Europe, and they stand alone among ASCII letters, not in runs."""
    fits = sum(byte in _WESTERN for byte in letters) >= 0.9 * len(letters)
    return fits and len(letters) < 0.25 * max(len(sample), 1)
