"""Permissions on a prospect's page: taken down with their proof, ended, their file shown; and an address that they opened again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from keepwarm.circle.actions.permitting import end_and_settle, permit_and_settle
from keepwarm.circle.actions.suppressing import lift_by_their_word
from keepwarm.consent.models import Permission
from keepwarm.consent.proofs import path_of_proof
from keepwarm.desk.forms.facts import LiftForm
from keepwarm.desk.forms.moments import moment_of
from keepwarm.desk.forms.permits import ExpireForm, PermitForm
from keepwarm.desk.queries.page import find_prospect
from keepwarm.desk.views.small import About, small_form
from keepwarm.staff.access import EVERYONE, needs, signed_in


@small_form("permit", said=_("Their permission is kept with its proof."))
def permit(form: PermitForm, about: About) -> None:
    """A yes that they gave."""
    permit_and_settle(form.as_permission(about.prospect, zone=about.zone, now=about.now), **about.who)


@small_form("expire", said=_("The permission has another end."))
def expire(form: ExpireForm, about: About) -> None:
    """A permission ends earlier, or as the law says."""
    row = get_object_or_404(Permission, pk=about.named["permission"], prospect=about.prospect)
    until = form.cleaned_data["until"]
    end_and_settle(row, expires_at=moment_of(until, None, zone=about.zone) if until else None, **about.who)


@small_form("unblock", said=_("The address may be used again, by their word."))
def unblock(form: LiftForm, about: About) -> None:
    """They asked to be reached there again, after it was closed."""
    row = get_object_or_404(about.prospect.addresses, ref=about.named["address"])
    lift_by_their_word(row, because=form.cleaned_data["because"], **about.who)


@require_safe
@needs(*EVERYONE, about="prospect")
def show_proof(request: HttpRequest, ref: str, permission: int) -> HttpResponse:
    """The file that proves a permission, as a download: it came from outside, and is not shown in the page."""
    prospect = find_prospect(ref, for_=signed_in(request))
    row = get_object_or_404(Permission.objects.exclude(proof_file=""), pk=permission, prospect=prospect)
    path = path_of_proof(row.proof_file)
    if not path.exists():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="proof-{row.ref}"'
    return response
