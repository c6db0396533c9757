"""Files that prove a permission: a scan, a form, a mail. Kept under the hash of their content, written before the row that names them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from keepwarm.consent.models import Permission
from keepwarm.lib.refusal import Refusal

LARGEST = 10 * 2**20
"""Bytes of a proof."""
FRESH = timedelta(days=1)


class ProofTooLarge(Refusal):
    """A proof is a page, not an archive."""


def path_of_proof(sha256: str) -> Path:
    """Where the file with this hash lies."""
    return _folder() / sha256[:2] / sha256


def keep_proof(pieces: Iterable[bytes]) -> str:
    """Keep a file and give its SHA-256; the same file is kept once. Raises ProofTooLarge."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix="coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            hashed = _write(file.write, pieces)
            file.flush()
            os.fsync(file.fileno())
        kept = path_of_proof(hashed)
        kept.parent.mkdir(exist_ok=True, mode=0o700)
        Path(name).replace(kept)
    finally:
        Path(name).unlink(missing_ok=True)
    return hashed


def drop_unneeded(hashes: Iterable[str]) -> None:
    """Take away the files among these that no permission names any more. Call it after the transaction that let go of them."""
    wanted = {one for one in hashes if one}
    needed = set(Permission.objects.filter(proof_file__in=wanted).values_list("proof_file", flat=True))
    for sha256 in wanted - needed:
        path_of_proof(sha256).unlink(missing_ok=True)


def sweep_proofs(*, now: datetime) -> int:
    """Take away every file that no permission names, once it is a day old: until then its row may be on its way. Gives how many."""
    oldest = (now - FRESH).timestamp()
    lying = [path for path in _folder().glob("*/*") if path.stat().st_mtime < oldest] if _folder().exists() else []
    names = {path.name for path in lying}
    needed = set(Permission.objects.exclude(proof_file="").values_list("proof_file", flat=True)) if names else set()
    for path in lying:
        if path.name not in needed:
            path.unlink(missing_ok=True)
    return len(names - needed)


def _write(write: Callable[[bytes], int], pieces: Iterable[bytes]) -> str:
    hashed, size = hashlib.sha256(), 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise ProofTooLarge(gettext("A file that proves a permission may have 10 MB at most."))
        hashed.update(piece)
        write(piece)
    return hashed.hexdigest()


def _folder() -> Path:
    return Path(settings.HOME) / "proofs"
