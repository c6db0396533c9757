"""`{% small_url name ref %}`: where a small form of the prospect's page is sent."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def small_url(name: str, ref: str) -> str:
    """The address of the form `name` about the prospect `ref`."""
    return reverse(f"prospect:{name}", args=[ref])
