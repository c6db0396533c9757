"""The archive that everyone may read: the list, one mailing without anything personal, and the Atom feed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keepwarm.content.brand import house_brand
from keepwarm.mailings.actions.writing import archive_url
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.archive import as_everyone_reads, list_archive
from keepwarm.mailings.queries.lists import in_archive
from keepwarm.staff.access import public

NOT_FOUND = 404
WHY = "The archive of newsletters is for everyone; nothing personal stands in it."


@public(WHY)
@require_safe
def show_archive(request: HttpRequest) -> HttpResponse:
    """What was sent to many, the newest first."""
    return _page("archive", {"mailings": list_archive(now=timezone.now())})


@public(WHY)
@require_safe
def show_one(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, with the words for whoever is not known."""
    mailing = in_archive(now=timezone.now()).filter(ref=ref).first()
    if mailing is None:
        return _page("gone", {}, status=NOT_FOUND)
    with translation.override(mailing.language or "en"):
        subject, html = as_everyone_reads(mailing)
        return _page("one", {"mailing": mailing, "subject": subject, "content": mark_safe(html)})  # noqa: S308  # cleaned by clean_mail


@public(WHY)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed."""
    brand = house_brand()
    home = f"{settings.PUBLIC_URL}/mailings/p/"
    atom = Atom1Feed(title=brand.name or _("News"), link=home, description="", feed_url=f"{home}feed.xml", author_name=brand.name or None)
    for mailing in list_archive(now=timezone.now())[:30]:
        _add(atom, mailing)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(atom: Atom1Feed, mailing: Mailing) -> None:
    subject, html = as_everyone_reads(mailing)
    where = archive_url(mailing)
    at = mailing.approved_at
    atom.add_item(title=subject, link=where, description=html, unique_id=where, pubdate=at, updateddate=at)


def _page(name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    body = render_to_string(f"mailings/public/{name}.html", {"brand": house_brand(), **context})
    return HttpResponse(body, status=status)
