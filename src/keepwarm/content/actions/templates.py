"""A template from elsewhere becomes a draft, with remarks on what is left for a person to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.content.actions.items import NewItem, make_item
from keepwarm.content.models import Item, Kind
from keepwarm.content.rendering.importing import Imported, import_template
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role


@dataclass(frozen=True, slots=True)
class Taken:
    """The draft, and what a person is to know of it, in sentences."""

    item: Item
    remarks: tuple[str, ...]


def take_template(raw: bytes, *, title: str = "", by: User | None, now: datetime) -> Taken:
    """Keep a template as a draft of a letter. Raises TemplateRefused, ItemRefused, NotYours."""
    require_role(by, *EDITORS)
    found = import_template(raw)
    name = title.strip() or found.title or _("An imported template")
    item = make_item(NewItem(Kind.LETTER, name, html=found.html, language=_language(found.language)), by=by, now=now)
    return Taken(item, _remarks(found))


def _language(code: str) -> str:
    return code[:2].lower() if code else ""


def _remarks(found: Imported) -> tuple[str, ...]:
    said = []
    if found.fields:
        names = ", ".join(f"{{{name}}}" for name in found.fields[:8])
        said.append(_("It has fields that nobody here fills: %(names)s. Put words or fields of ours in their place.") % {"names": names})
    if found.pictures:
        count = len(found.pictures)
        said.append(
            ngettext(
                "%(count)s picture lies elsewhere: its owner sees who reads the mail, and when.",
                "%(count)s pictures lie elsewhere: their owners see who reads the mail, and when.",
                count,
            )
            % {"count": count}
        )
    if found.lost_styles:
        said.append(
            _("Some of its look lies in a file of its own, and nothing is fetched: put those styles into it, and take it in again.")
        )
    if found.is_long:
        said.append(_("It is so long that Gmail shows only its beginning."))
    return tuple(said)
