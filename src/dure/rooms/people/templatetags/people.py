"""How pages show phone numbers and browsers."""

from django import template
from django.utils.translation import gettext as _

from dure.rooms.people import contacts
from dure.rooms.people.user_agents import browser_words

register = template.Library()


@register.filter
def phone(number: str) -> str:
    """Show an E.164 number as people read it; anything else stays."""
    return contacts.show_phone(number)


@register.filter
def browser(user_agent: str) -> str:
    """Name a browser and what it runs on."""
    return browser_words(user_agent) or _("A browser we do not know")
