"""Shows what the inbox holds to anybody's tests."""

from dure.rooms.inbox.models import Notification


def notifications(**which: object) -> list[Notification]:
    """Return the notifications that these facts (a person, a topic) pick out, oldest first."""
    return list(Notification.objects.filter(**which).order_by("id"))
