"""White papers and pictures are kept once, by what is in them; what a file is, its first bytes say, not its name."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.content.models import StoredFile
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

LARGEST_PAPER = 20 * 2**20
LARGEST_PICTURE = 2 * 2**20
PICTURE, PAPER = "picture", "paper"
_BEGINS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png", PICTURE),
    (b"\xff\xd8\xff", "image/jpeg", PICTURE),
    (b"GIF8", "image/gif", PICTURE),
    (b"%PDF-", "application/pdf", PAPER),
    (b"PK\x03\x04", "application/zip", PAPER),
)
_BY_ENDING = {"epub": "application/epub+zip", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


class FileRefused(Refusal):
    """A file that is too large, or not of a kind that we keep."""


def keep_file(name: str, raw: bytes, *, kind: str, by: User | None, now: datetime) -> StoredFile:
    """Keep a picture or a paper; the same bytes again are the same row. Raises FileRefused, NotYours."""
    require_role(by, *EDITORS)
    media_type = _media_type(name, raw, kind)
    hashed = hashlib.sha256(raw).hexdigest()
    clean = " ".join(name.replace("/", " ").replace("\\", " ").split())[:200] or hashed[:12]
    values = {"name": clean, "media_type": media_type, "size": len(raw), "raw": raw, "kept_at": now}
    return StoredFile.objects.get_or_create(hashed=hashed, defaults=values)[0]


def _media_type(name: str, raw: bytes, kind: str) -> str:
    found = next(((media, what) for begin, media, what in _BEGINS if raw.startswith(begin)), None)
    if found is None or found[1] != kind:
        if kind == PICTURE:
            raise FileRefused(_("A picture is a PNG, JPEG or GIF file."))
        raise FileRefused(_("A white paper is a PDF, EPUB or DOCX file."))
    if len(raw) > (LARGEST_PICTURE if kind == PICTURE else LARGEST_PAPER):
        raise FileRefused(_("The file is too large: a picture has at most 2 MB, a white paper 20 MB."))
    if found[0] != "application/zip":
        return found[0]
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in _BY_ENDING:
        raise FileRefused(_("A white paper is a PDF, EPUB or DOCX file."))
    return _BY_ENDING[ending]
