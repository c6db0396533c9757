"""`{% load submissions %}` and `{% once %}` inside each form that posts: sending it twice does it once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from keepwarm.staff.submissions import FIELD, new_key

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a new idempotency key; `keepwarm.staff.submissions.once` reads it."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
