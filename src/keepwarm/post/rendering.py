"""The pages of a batch as PDF or pictures. The same frozen batch gives the same bytes."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import segno

from keepwarm.content.typesetting import set_pdf_apart, set_pictures
from keepwarm.post.models import Batch, Letter

TEMPLATE = Path(__file__).parent / "templates" / "post" / "letters.typ"


def render(batch: Batch) -> bytes:
    """The PDF of all its letters, in their order; those of people who were forgotten are left out."""
    return set_pdf_apart(TEMPLATE, "batch", shape(batch))


def render_pictures(batch: Batch) -> list[bytes]:
    """The same as PNG, to look at."""
    return set_pictures(TEMPLATE, "batch", shape(batch), ppi=90)


def shape(batch: Batch) -> dict[str, Any]:
    """The data of the template."""
    pages = Letter.objects.filter(batch=batch).order_by("place", "pk").values_list("printed", flat=True)
    return {"sender": batch.sender, "letters": [page | {"qr": picture_of(page["link"])} for page in pages if page]}


def picture_of(link: str) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def digest_of(raw: bytes) -> str:
    """The name under which a file is kept."""
    return hashlib.sha256(raw).hexdigest()
