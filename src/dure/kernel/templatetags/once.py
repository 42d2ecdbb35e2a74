"""`{% load once %}{% once_field %}`: a form that does its work once, however often it is sent."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dure.kernel.idempotency import FIELD
from dure.kernel.ids import new_id

register = template.Library()


@register.simple_tag
def once_field() -> SafeString:
    """Write the hidden field with a fresh key."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_id())
