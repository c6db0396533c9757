"""The keys that sign links to the public pages: a file of the house with a key a line. The first signs, all of them open.

A link in a mail must work for as long as the mail is kept, so no key is ever taken out: a new one is put on top. The file is
read anew when it has changed, so that whoever runs at that moment opens what the new key signs.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

KEY_BYTES = 48
"""Random bytes of a key: more than the 256 bits that HMAC-SHA256 can use."""


def link_keys() -> tuple[bytes, ...]:
    """All keys, the one that signs first."""
    path = str(settings.LINK_KEYS_FILE)
    stat = os.stat(path)  # noqa: PTH116  # a mailing asks five times a letter
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _read(path: str, changed_ns: int, size: int) -> tuple[bytes, ...]:
    """The keys of the file as it was at that change."""
    return tuple(line.encode() for line in Path(path).read_text(encoding="ascii").split())


@lru_cache(maxsize=64)
def name_of_key(key: bytes) -> bytes:
    """Two bytes that say which key signed; they give nothing of it away."""
    return hashlib.sha256(b"keepwarm link key\0" + key).digest()[:2]


def put_new_key_on_top() -> int:
    """From now on a new key signs; links signed before open as ever. Gives how many keys there are.

    The file is replaced as a whole: a crash leaves the old one or the new one.
    """
    path = Path(settings.LINK_KEYS_FILE)
    keys = [key.decode() for key in link_keys()]
    taken = {name_of_key(key.encode()) for key in keys}
    fresh = secrets.token_urlsafe(KEY_BYTES)
    while name_of_key(fresh.encode()) in taken:
        fresh = secrets.token_urlsafe(KEY_BYTES)
    _replace(path, "\n".join([fresh, *keys]) + "\n")
    return len(keys) + 1


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
