"""What a person was told: reads."""

from uuid import UUID

from django.db import connection

from dure.rooms.inbox.models import Notification
from dure.ui.bars import BarFact

PER_PAGE = 30
COUNTED_MAX = 100
"""The bell counts no further: finding out costs the same for ten unread as for ten thousand."""

UNREAD = BarFact(
    "SELECT count(*) FROM (SELECT FROM inbox_notification AS news WHERE news.person_id = person.id "
    "AND news.is_on_page AND news.read_at IS NULL LIMIT %(counted_max)s) AS unread",
    lambda _request: {"counted_max": COUNTED_MAX},
)
"""`unread_count` as a fact of the bars."""


def unread_count(*, person_id: UUID) -> int:
    """Return how many notifications a person has not seen; 100 stands for 100 or more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM inbox_notification WHERE person_id = %s AND is_on_page "
            "AND read_at IS NULL LIMIT %s) AS unread",
            [person_id, COUNTED_MAX],
        )
        (count,) = cursor.fetchone()
    return int(count)


def newest(*, person_id: UUID, before: UUID | None = None, count: int = PER_PAGE) -> list[Notification]:
    """Return what a person was told, newest first, from before a notification on; one more than `count` if there is."""
    found = Notification.objects.filter(person_id=person_id, is_on_page=True)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[: count + 1])


def notification(*, person_id: UUID, notification_id: UUID) -> Notification | None:
    """Return one notification of a person's own."""
    return Notification.objects.filter(person_id=person_id, id=notification_id).first()
