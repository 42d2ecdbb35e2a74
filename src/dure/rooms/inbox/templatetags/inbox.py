"""The bell in the top bar."""

from django import template

from dure.kernel.http import STRANGER, Actor
from dure.rooms.inbox.queries import notifications
from dure.rooms.inbox.topics import Topic, topic_of
from dure.ui import bars

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_words(context: template.Context) -> str:
    """Return how many notifications the reader has not seen, as the bell shows it; empty for none."""
    request = context.get("request")
    actor: Actor = getattr(request, "actor", STRANGER)
    if request is None or actor.person_id is None:
        return ""
    told = bars.told(request, "unread")
    count = told if isinstance(told, int) else notifications.unread_count(person_id=actor.person_id)
    return f"{notifications.COUNTED_MAX - 1}+" if count >= notifications.COUNTED_MAX else str(count or "")


@register.filter
def topic(code: str) -> Topic:
    """Return a topic by its code."""
    return topic_of(code)
