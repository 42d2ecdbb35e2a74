"""Reminders: wished for, forgotten, and told some minutes before, each once."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.stage.errors import BadReminder, ReminderTooLate, ShowAlreadyLive, ShowOver
from dure.rooms.stage.models import Reminder, Show
from dure.rooms.stage.services.changes import locked

TOPIC: Final = "shows"
MINUTES_LEAST, MINUTES_MOST = 5, 24 * 60
BATCH: Final = 500
LATE_BY: Final = timedelta(minutes=10)
"""A worker that was away for a while still tells of shows that began just now, and of no older ones."""


@transaction.atomic
def remind_me(*, by: Actor, show_id: UUID, minutes_before: int = 10) -> Reminder:
    """Wish to be told some minutes before a show; wishing again changes the minutes."""
    if by.person_id is None:
        raise NotSignedIn
    if not MINUTES_LEAST <= minutes_before <= MINUTES_MOST:
        raise BadReminder(least=MINUTES_LEAST, most=MINUTES_MOST)
    show = locked(show_id=show_id)
    if show.is_live:
        raise ShowAlreadyLive
    if show.is_over:
        raise ShowOver
    if show.starts_at - timedelta(minutes=minutes_before) <= clock.now():
        raise ReminderTooLate
    found, _is_new = Reminder.objects.update_or_create(
        show=show,
        person_id=by.person_id,
        defaults={"minutes_before": minutes_before, "wished_at": clock.now(), "told_at": None},
    )
    return found


@transaction.atomic
def forget_reminder(*, by: Actor, show_id: UUID) -> None:
    """Take the wish back; taking it back twice changes nothing."""
    if by.person_id is None:
        raise NotSignedIn
    Reminder.objects.filter(show_id=show_id, person_id=by.person_id).delete()


@transaction.atomic
def tell_due() -> int:
    """Tell everybody whose minute has come, once; return how many were told. Several workers share the work."""
    now = clock.now()
    ahead = ExpressionWrapper(F("minutes_before") * Value(timedelta(minutes=1)), output_field=DurationField())
    due = Reminder.objects.filter(
        told_at__isnull=True, show__status=Show.Status.PLANNED, show__starts_at__gt=now - LATE_BY
    )
    found = list(
        due.annotate(due_at=F("show__starts_at") - ahead)
        .filter(due_at__lte=now)
        .select_related("show")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("id")[:BATCH]
    )
    for show_id, show in {each.show_id: each.show for each in found}.items():
        _tell(show, [each.person_id for each in found if each.show_id == show_id])
    Reminder.objects.filter(id__in=[each.id for each in found]).update(told_at=now)
    return len(found)


@transaction.atomic
def tell_on_air(*, show_id: UUID) -> int:
    """Tell those who wished a reminder and had none that the show has begun, before its hour; return how many."""
    show = locked(show_id=show_id)
    waiting = show.reminders.filter(told_at__isnull=True)
    people = list(waiting.values_list("person_id", flat=True)) if show.is_live else []
    if people:
        notify(
            people=people,
            topic=TOPIC,
            title=format_lazy(_("“{title}” is on air"), title=show.title),
            body=_("It has begun earlier than planned."),
            link=_page(show),
            key=f"show:{show.id}:on-air",
        )
        waiting.update(told_at=clock.now())
    return len(people)


@transaction.atomic(savepoint=False)
def tell_moved(*, show: Show) -> None:
    """Tell those who wished a reminder that the show has another time; they are reminded anew."""
    people = list(show.reminders.values_list("person_id", flat=True))
    show.reminders.update(told_at=None)
    notify(
        people=people,
        topic=TOPIC,
        title=format_lazy(_("“{title}” has a new time"), title=show.title),
        body=_("The page of the show has the new day and hour. We will remind you again."),
        link=_page(show),
        key=f"show:{show.id}:moved:{show.starts_at.isoformat()}",
    )


@transaction.atomic(savepoint=False)
def tell_cancelled(*, show: Show) -> None:
    """Tell those who wished a reminder that the show will not take place, and why."""
    notify(
        people=list(show.reminders.values_list("person_id", flat=True)),
        topic=TOPIC,
        title=format_lazy(_("“{title}” was called off"), title=show.title),
        body=show.cancelled_why,
        link=_page(show),
        key=f"show:{show.id}:cancelled",
    )


def _tell(show: Show, people: list[UUID]) -> None:
    notify(
        people=people,
        topic=TOPIC,
        title=format_lazy(_("“{title}” starts soon"), title=show.title),
        body=_("Open the page and you are there when it begins."),
        link=_page(show),
        key=f"show:{show.id}:soon:{show.starts_at.isoformat()}",
    )


def _page(show: Show) -> str:
    return f"/live/{show.id}/"
