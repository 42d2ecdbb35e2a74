"""Letters and pushes: whatever is due for a person by one channel goes out as one."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.jobs import job
from dure.rooms.inbox.models import Channel, Delivery
from dure.rooms.inbox.services import letters, pushes

OVERDUE = timedelta(minutes=2)
OVERDUE_AT_ONCE_MAX = 500

Way = tuple[UUID, str]


@transaction.atomic(savepoint=False)
def send_on(*, waiting: list[Delivery]) -> None:
    """Keep deliveries and defer one job for each person, channel and moment; for verbs, in their transaction."""
    reachable = pushes.people_with_devices(people={each.person_id for each in waiting if each.channel == Channel.PUSH})
    useful = [each for each in waiting if each.channel == Channel.LETTER or each.person_id in reachable]
    planned = _planned({each.person_id for each in useful})
    for each in useful:
        # A letter joins the one that waits already.
        each.due_at = min(planned.get((each.person_id, each.channel), each.due_at), each.due_at)
    Delivery.objects.bulk_create(useful)
    wanted: dict[datetime, list[Way]] = defaultdict(list)
    for person_id, channel, due_at in sorted({(each.person_id, str(each.channel), each.due_at) for each in useful}):
        if planned.get((person_id, channel)) != due_at:
            wanted[due_at].append((person_id, channel))
    for due_at, ways in wanted.items():
        deliver.defer_each_at(due_at, [{"person_id": person_id, "channel": channel} for person_id, channel in ways])


def _planned(people: set[UUID]) -> dict[Way, datetime]:
    """Return the earliest moment at which a job will look after each person's waiting deliveries, by channel."""
    found = Delivery.objects.filter(person_id__in=people, done_at__isnull=True, due_at__gt=clock.now())
    rows = found.order_by("-due_at").values_list("person_id", "channel", "due_at")
    return {(person_id, channel): due_at for person_id, channel, due_at in rows}


@job(retries=8)
def deliver(*, person_id: str, channel: str) -> None:
    """Send a person what is due by one channel."""
    deliver_due(person_id=UUID(person_id), channel=channel)


@transaction.atomic
def deliver_due(*, person_id: UUID, channel: str) -> int:
    """Send everything due for a person by one channel as one letter or push; return how many notifications it told.

    What was read on the page meanwhile is left out. Nothing is noted as sent when the sending fails (an Outage).
    """
    due = Delivery.objects.filter(person_id=person_id, channel=channel, done_at__isnull=True, due_at__lte=clock.now())
    locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("notification").order_by("id")
    found = list(locked)
    fresh = [each.notification for each in found if not each.notification.is_read]
    outcome = Delivery.Outcome.READ_BEFORE
    if fresh:
        send = letters.send_letter if channel == Channel.LETTER else pushes.send_push
        is_sent = send(person_id=person_id, notes=fresh)
        outcome = Delivery.Outcome.SENT if is_sent else Delivery.Outcome.NO_ADDRESS
    for each in found:
        each.done_at = clock.now()
        each.outcome = Delivery.Outcome.READ_BEFORE if each.notification.is_read else outcome
    Delivery.objects.bulk_update(found, ["done_at", "outcome"])
    return len(fresh)


@transaction.atomic
def deliver_overdue() -> int:
    """Defer jobs for deliveries that nobody looked after (a worker was away); return for how many persons."""
    late = Delivery.objects.filter(done_at__isnull=True, due_at__lte=clock.now() - OVERDUE)
    ways = set(late.order_by("due_at").values_list("person_id", "channel")[:OVERDUE_AT_ONCE_MAX])
    for person_id, channel in sorted(ways):
        deliver.defer(person_id=str(person_id), channel=channel)
    return len(ways)
