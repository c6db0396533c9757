"""`{% load exporting %}` and `{% export "prospects" %}`: the control on a page, with the filter that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from keepwarm.exports.queries.finding import all_exports, filters_of, kinds_of
from keepwarm.staff.models import User

register = template.Library()


@register.inclusion_tag("exports/parts/control.html", takes_context=True)
def export(context: template.Context, *names: str, **given: Any) -> dict[str, Any]:
    """The control, with what the reader may have of these. `given`: filters that the page's address does not name, such as `of=row.ref`."""
    request = context["request"]
    if not isinstance(request.user, User):
        return {}
    found = [one for one in (all_exports()[name] for name in names) if request.user.has_role(*one.roles)]
    choices = [(one, _filters(one, request.GET, given), kinds_of(one)) for one in found]
    return {"choices": choices, "several": len(choices) > 1, "csrf_token": context.get("csrf_token", "")}


def _filters(found: Any, sent: Any, given: Mapping[str, Any]) -> dict[str, str]:
    names = filters_of(found)
    asked = {one: sent.get(one, "") for one in names} | {key: str(value) for key, value in given.items() if key in names}
    return {key: value for key, value in asked.items() if value}
