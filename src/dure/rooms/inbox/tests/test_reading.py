"""What was told is seen once, can be made new again, and is forgotten in time; letters stop when somebody asks."""

from datetime import timedelta

import pytest

from dure.kernel.http import Actor
from dure.kernel.testing import StoppedClock
from dure.rooms.inbox.errors import NotificationNotFound
from dure.rooms.inbox.models import Notification
from dure.rooms.inbox.queries.unsubscribing import WayOut
from dure.rooms.inbox.queries.wishes import wishes
from dure.rooms.inbox.services.departures import KEPT, remove_old_notifications
from dure.rooms.inbox.services.notifications import (
    mark_all_read,
    mark_read,
    mark_read_by_key,
    mark_unread,
    notify,
    unmark_all_read,
)
from dure.rooms.inbox.services.wishes import forget, resume_letters, stop_letters

pytestmark = pytest.mark.django_db


def tell(person, *keys: str) -> list[Notification]:
    """Tell a person something under each key."""
    for key in keys:
        notify(people=[person.id], topic="orders", title=key, key=key)
    return list(Notification.objects.filter(person_id=person.id).order_by("id"))


def unread() -> list[str]:
    """The keys of what is new."""
    return list(Notification.objects.filter(read_at=None).order_by("id").values_list("key", flat=True))


def letters(person) -> set[bool]:
    """Whether letters come, over all topics."""
    return {wish.by_letter for wish in wishes(person_id=person.id)}


def test_seen_once_stays_seen_until_it_is_taken_back(ana, bo, frozen_time: StoppedClock) -> None:
    """Only by whom it was told to."""
    [note] = tell(ana, "a")
    by = Actor(person_id=ana.id)
    first = mark_read(by=by, notification_id=note.id).read_at
    frozen_time.tick(minutes=1)
    assert mark_read(by=by, notification_id=note.id).read_at == first
    with pytest.raises(NotificationNotFound):
        mark_unread(by=Actor(person_id=bo.id), notification_id=note.id)
    assert unread() == []
    mark_unread(by=by, notification_id=note.id)
    assert unread() == ["a"]


def test_all_are_seen_and_new_again(ana, frozen_time: StoppedClock) -> None:
    """What was seen before stays seen."""
    by = Actor(person_id=ana.id)
    mark_read(by=by, notification_id=tell(ana, "a", "b", "c")[0].id)
    frozen_time.tick(minutes=1)
    moment, count = mark_all_read(by=by)
    assert (count, unread()) == (2, [])
    assert unmark_all_read(by=by, moment=moment) == 2
    assert unread() == ["b", "c"]


def test_who_sees_the_thing_itself_has_seen_what_was_told_of_it(ana) -> None:
    """By the beginning of the key."""
    tell(ana, "conversation:1:a", "conversation:1:b", "conversation:2:a")
    assert mark_read_by_key(people=[ana.id], key_start="conversation:1:") == 2
    assert unread() == ["conversation:2:a"]


def test_what_is_long_past_is_removed(ana, frozen_time: StoppedClock) -> None:
    """What is younger stays."""
    tell(ana, "old")
    frozen_time.tick(days=KEPT.days)
    tell(ana, "young")
    frozen_time.tick(seconds=timedelta(hours=1).total_seconds())
    assert remove_old_notifications() == 1
    assert unread() == ["young"]


def test_letters_stop_about_one_topic_or_about_all_and_come_again(ana) -> None:
    """And who leaves is forgotten: the usual holds again for nobody."""
    before = letters(ana)
    stop_letters(way_out=WayOut(person_id=ana.id, topic=""))
    assert letters(ana) == {False}
    resume_letters(way_out=WayOut(person_id=ana.id, topic="orders"))
    assert {wish.topic.code for wish in wishes(person_id=ana.id) if wish.by_letter} == {"orders"}
    forget(person_id=ana.id)
    assert letters(ana) == before
