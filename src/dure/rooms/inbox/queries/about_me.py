"""What this room knows about one person, for his own file: reads."""

from collections.abc import Iterator
from uuid import UUID

from dure.rooms.inbox.models import Habit, Message, Notification, PushSubscription, TopicChoice

CHUNK = 500


def notifications_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return everything a person was told, oldest first."""
    fields = ("topic", "title", "body", "link", "told_at", "read_at")
    yield from Notification.objects.filter(person_id=person_id).order_by("id").values(*fields).iterator(CHUNK)


def messages_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return everything a person wrote, oldest first."""
    fields = ("conversation__reference", "conversation__subject", "text", "said_at", "hidden_at")
    yield from Message.objects.filter(person_id=person_id).order_by("id").values(*fields).iterator(CHUNK)


def choices_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return how a person wants to be told."""
    choices = TopicChoice.objects.filter(person_id=person_id).values("topic", "on_page", "by_letter", "by_push")
    habits = Habit.objects.filter(person_id=person_id).values("quiet_from", "quiet_until", "zone", "pace")
    devices = PushSubscription.objects.filter(person_id=person_id).values("device", "subscribed_at", "reached_at")
    for row in (*choices, *habits, *devices):
        yield dict(row)
