"""How a person wants to be told: choices per topic, quiet hours, and the way out of letters."""

from collections.abc import Mapping
from datetime import time
from uuid import UUID

from django.db import transaction

from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.models import Habit, PushSubscription, TopicChoice
from dure.rooms.inbox.models.wishes import Pace, Zone
from dure.rooms.inbox.queries.unsubscribing import WayOut
from dure.rooms.inbox.queries.wishes import Wish, wishes
from dure.rooms.inbox.topics import TOPICS


@transaction.atomic
def choose(*, by: Actor, channels: Mapping[str, tuple[bool, bool, bool]]) -> None:
    """Keep what a person chose, by topic: on the page, by letter, by push. Topics not named stay as they are."""
    person_id = _person(by)
    unknown = sorted(set(channels) - set(TOPICS))
    if unknown:
        raise BadInput(fields={topic: [topic] for topic in unknown})
    rows = [
        TopicChoice(person_id=person_id, topic=topic, on_page=on_page, by_letter=by_letter, by_push=by_push)
        for topic, (on_page, by_letter, by_push) in channels.items()
    ]
    _write(rows)


@transaction.atomic
def set_habit(*, by: Actor, quiet: tuple[time, time] | None, zone: str, pace: str) -> Habit:
    """Keep when a person wants to be left alone (None: never), by which clock, and how often letters may come."""
    person_id = _person(by)
    if zone not in Zone.values or pace not in Pace.values:
        raise BadInput(
            fields={"zone" if zone not in Zone.values else "pace": [zone if zone not in Zone.values else pace]}
        )
    quiet_from, quiet_until = quiet or (None, None)
    found, _is_new = Habit.objects.update_or_create(
        person_id=person_id,
        defaults={"quiet_from": quiet_from, "quiet_until": quiet_until, "zone": zone, "pace": pace},
    )
    return found


@transaction.atomic
def stop_letters(*, way_out: WayOut) -> None:
    """Send a person no more letters about one topic, or none at all; the page and pushes stay as they were."""
    _change_letters(way_out, by_letter=False)


@transaction.atomic
def resume_letters(*, way_out: WayOut) -> None:
    """Take `stop_letters` back."""
    _change_letters(way_out, by_letter=True)


@transaction.atomic
def forget(*, person_id: UUID) -> None:
    """Forget how a person who left wanted to be told, and the devices."""
    TopicChoice.objects.filter(person_id=person_id).delete()
    Habit.objects.filter(person_id=person_id).delete()
    PushSubscription.objects.filter(person_id=person_id).delete()


def _change_letters(way_out: WayOut, *, by_letter: bool) -> None:
    chosen = [wish for wish in wishes(person_id=way_out.person_id) if way_out.topic in {"", wish.topic.code}]
    _write([_choice(way_out.person_id, wish, by_letter=by_letter) for wish in chosen])


def _choice(person_id: UUID, wish: Wish, *, by_letter: bool) -> TopicChoice:
    return TopicChoice(
        person_id=person_id,
        topic=wish.topic.code,
        on_page=wish.on_page,
        by_letter=by_letter,
        by_push=wish.by_push,
    )


def _write(rows: list[TopicChoice]) -> None:
    TopicChoice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person_id", "topic"],
        update_fields=["on_page", "by_letter", "by_push"],
    )


def _person(by: Actor) -> UUID:
    if by.person_id is None:
        raise NotSignedIn
    return by.person_id
