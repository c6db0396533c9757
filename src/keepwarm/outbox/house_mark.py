"""From where a house sends, and how often it handed mail over, kept outside the database so that a copy or a backup shows.

`mail_mark` is made once: its inode, its content, the folder and the machine make the fingerprint; a copied folder has another.
`mail_handed` holds the count that the database keeps too (`models.SendingHouse`): a database behind it is an older one, put
back. It is written at most once a second and at the end, so that only a power cut within a second of a backup could hide one.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def fingerprint() -> str:
    """What this machine and folder are; another for each copy."""
    mark = Path(settings.HOME) / "mail_mark"
    if not mark.exists():
        _offer(mark, secrets.token_hex(16))
    parts = [mark.read_text(encoding="ascii").strip(), str(mark.stat().st_ino), str(mark.resolve()), _machine()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_count() -> int:
    """How often mail was handed over from this folder; 0 when never."""
    path = Path(settings.HOME) / "mail_handed"
    return int(path.read_text(encoding="ascii").strip() or 0) if path.exists() else 0


def write_count(count: int) -> None:
    """Keep a count that is higher than the one kept; on the disk when this returns."""
    if count > read_count():
        _replace(Path(settings.HOME) / "mail_handed", str(count))


def _machine() -> str:
    path = Path("/etc/machine-id")
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _offer(path: Path, text: str) -> None:
    """Of several processes that start together one makes the file, and all read that one."""
    draft = _write_draft(path, text)
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    draft = _write_draft(path, text)
    try:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_draft(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
