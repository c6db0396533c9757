"""Files of lists, kept in the house's folder under the hash of their content; written before the row that names them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def path_of(file_hash: str) -> Path:
    """Where the file with this hash lies."""
    return Path(settings.HOME) / "files" / file_hash[:2] / file_hash


def keep(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep a file; its SHA-256 and its size in bytes. A file that is kept already is kept once."""
    folder = Path(settings.HOME) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix="coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                hashed.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        kept = path_of(hashed.hexdigest())
        kept.parent.mkdir(exist_ok=True)
        Path(name).replace(kept)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return hashed.hexdigest(), size


def pieces_of(path: Path) -> Iterable[bytes]:
    """The content of a file, in pieces."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def drop(file_hash: str) -> None:
    """The file is no longer needed."""
    path_of(file_hash).unlink(missing_ok=True)
