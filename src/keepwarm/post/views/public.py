"""The short address on a letter: it leads to the page on which its reader chooses how to hear from us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from keepwarm.consent.links import preferences_path
from keepwarm.consent.models import Channel
from keepwarm.content.brand import house_brand
from keepwarm.post.links import read_code
from keepwarm.post.models import Letter
from keepwarm.staff.access import public

NOT_FOUND = 404


@public("The code on a letter leads its reader to their own page, without signing in.")
@require_safe
def lead_on(request: HttpRequest, code: str) -> HttpResponse:
    """To the signed page. A code that is none says no more than that, in the reader's language."""
    said = read_code(code)
    letter = Letter.objects.select_related("prospect", "address").filter(code=said).first() if said else None
    if letter is None:
        return HttpResponse(render_to_string("post/public/gone.html", {"brand": house_brand()}), status=NOT_FOUND)
    address = letter.address.ref if letter.address else ""
    answer = HttpResponseRedirect(preferences_path(letter.prospect.ref, address_ref=address, channel=Channel.POST))
    answer["Cache-Control"], answer["Referrer-Policy"] = "no-store", "no-referrer"
    return answer
