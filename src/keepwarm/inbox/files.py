"""Raw mails, kept in the house's folder under the hash of their bytes, and safe on the disk before the row that names them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(hashed: str) -> Path:
    """Where the mail with this hash lies."""
    return Path(settings.HOME) / "mail" / hashed[:2] / hashed


def keep(raw: bytes) -> str:
    """Keep a mail; its SHA-256. One that is kept already is kept once."""
    hashed = hashlib.sha256(raw).hexdigest()
    kept = path_of(hashed)
    if kept.exists():
        return hashed
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix="coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(kept)
        _sync(kept.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return hashed


def _sync(folder: Path) -> None:
    """The name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(hashed: str) -> bytes:
    """The raw bytes; b"" when they were forgotten."""
    try:
        return path_of(hashed).read_bytes()
    except FileNotFoundError:
        return b""


def drop(hashed: str) -> None:
    """The mail is not to be kept any more."""
    path_of(hashed).unlink(missing_ok=True)
