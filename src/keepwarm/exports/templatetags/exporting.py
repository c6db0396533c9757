"""`{% load exporting %}` and `{% export "prospects" %}`: the control on a page, with the filter that the page shows."""

from __future__ import annotations

from typing import Any

from django import template

from keepwarm.exports.queries.finding import all_exports, filters_of, kinds_of
from keepwarm.staff.models import User

register = template.Library()


@register.inclusion_tag("exports/parts/control.html", takes_context=True)
def export(context: template.Context, name: str, **given: Any) -> dict[str, Any]:
    """The control, or nothing for whoever may not. `given`: filters that the page's address does not name, such as `of=row.ref`."""
    request, found = context["request"], all_exports()[name]
    if not isinstance(request.user, User) or not request.user.has_role(*found.roles):
        return {}
    asked = {one: request.GET.get(one, "") for one in filters_of(found)} | {key: str(value) for key, value in given.items()}
    filters = {key: value for key, value in asked.items() if value}
    return {"found": found, "filters": filters, "kinds": kinds_of(found), "csrf_token": context.get("csrf_token", "")}
