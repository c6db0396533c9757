"""Snippets are saved and retired by marketers and managers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.engine.letter.merging import MergeRefused, require_sound
from keepwarm.letters.first_snippets import FIRST
from keepwarm.letters.models import Snippet
from keepwarm.letters.queries.fields import FIELDS
from keepwarm.letters.refusals import UnknownLetter
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role


class SnippetRefused(Refusal):
    """Something that looks like a merge field and is none, or a text that is empty."""


@dataclass(frozen=True, slots=True)
class SnippetText:
    """A snippet as a person writes it."""

    name: str
    text: str
    purpose: str = ""
    language: str = ""
    subject: str = ""


def save_snippet(text: SnippetText, *, ref: str = "", by: User | None, now: datetime) -> Snippet:
    """Write a new snippet, or the one at `ref` anew. Raises NotYours, SnippetRefused, UnknownLetter."""
    require_role(by, *EDITORS)
    check_text(text.subject)
    check_text(text.text)
    if not text.text.strip():
        raise SnippetRefused(_("A snippet needs some words."))
    with transaction.atomic():
        row = Snippet.objects.select_for_update(of=("self",)).filter(ref=ref).first() if ref else Snippet()
        if row is None:
            raise UnknownLetter(_("There is no such snippet any more."))
        for name, value in asdict(text).items():
            setattr(row, name, value)
        row.edited_by, row.edited_at = by, now
        row.save()
    return row


def check_text(text: str) -> None:
    """Refuse braces that are no merge field, and fields that do not exist. There is no code in a snippet. Raises SnippetRefused."""
    try:
        require_sound(text, frozenset(FIELDS))
    except MergeRefused as refused:
        raise SnippetRefused(_(refused.key) % refused.args_shown) from refused


def retire_snippet(ref: str, *, by: User | None, now: datetime) -> None:
    """Take a snippet out of use; it stays as a row. Raises NotYours."""
    require_role(by, *EDITORS)
    Snippet.objects.filter(ref=ref, retired_at__isnull=True).update(retired_at=now)


def write_first_snippets(*, now: datetime) -> None:
    """What a new house begins with: one short text for each purpose. Nothing happens where there are snippets, in use or retired."""
    if not Snippet.objects.exists():
        Snippet.objects.bulk_create([Snippet(edited_at=now, language="en", **one) for one in FIRST])
