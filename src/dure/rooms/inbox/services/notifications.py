"""Telling people things, and what they do with it: read, unread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.inbox.errors import NotificationNotFound
from dure.rooms.inbox.models import Channel, Delivery, Notification
from dure.rooms.inbox.models.notifications import (
    BODY_LENGTH_MAX,
    KEY_LENGTH_MAX,
    LINK_LENGTH_MAX,
    TITLE_LENGTH_MAX,
)
from dure.rooms.inbox.queries.wishes import Reader, readers
from dure.rooms.inbox.rhythm import letter_due_at, push_due_at
from dure.rooms.inbox.services.deliveries import send_on
from dure.rooms.people.queries import memberships

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to tell persons, once per `key`; `link` is an address of this house (`/market/…`).

    `topic` is a line of `topics.py`.
    """

    people: Sequence[UUID]
    topic: str
    title: Words
    body: Words = ""
    link: str = ""
    key: str


def notify(*, people: Iterable[UUID], topic: str, title: Words, body: Words = "", link: str = "", key: str) -> int:
    """Tell persons something, as `notify_each` does; return how many were told now."""
    notice = Notice(people=tuple(people), topic=topic, title=title, body=body, link=link, key=key)
    return notify_each(notices=[notice])


@transaction.atomic
def notify_each(*, notices: Sequence[Notice]) -> int:
    """Tell persons many things, each in his own language, once per key; return how many were told now.

    Letters and pushes follow by jobs of the same transaction, as each person wishes. Who left is passed over.
    """
    for notice in notices:
        if not notice.key or len(notice.key) > KEY_LENGTH_MAX or len(notice.link) > LINK_LENGTH_MAX:
            most = f"a key of 1 to {KEY_LENGTH_MAX} and a link of at most {LINK_LENGTH_MAX}"
            raise ValueError(f"a notification needs {most}")
    found = {
        (topic, reader.person_id): reader
        for topic in sorted({notice.topic for notice in notices})
        for reader in readers(people={each for notice in notices if notice.topic == topic for each in notice.people},
            topic=topic)
    }  # fmt: skip
    moment, known = clock.now(), _known(notices)
    fresh = {
        (notice.key, person_id): _note(found[notice.topic, person_id], notice, moment)
        for notice in notices
        for person_id in notice.people
        if (notice.topic, person_id) in found and (notice.key, person_id) not in known
    }
    Notification.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    # A rival may have told some of them meanwhile: theirs have other ids.
    told = list(Notification.objects.filter(id__in=[note.id for note in fresh.values()]))
    _deliver(told, found)
    return len(told)


def _known(notices: Sequence[Notice]) -> set[tuple[str, UUID]]:
    """Return who was told which of these before."""
    people = {person_id for notice in notices for person_id in notice.people}
    told = Notification.objects.filter(person_id__in=people, key__in={notice.key for notice in notices})
    return set(told.values_list("key", "person_id"))


def notify_organisation(
    *, organisation_id: UUID, topic: str, title: Words, body: Words = "", link: str = "", key: str
) -> int:
    """Tell every member of an organisation something, as `notify` does; return how many were told now."""
    people = memberships.members(organisation_id=organisation_id).values_list("person_id", flat=True)
    return notify(people=list(people), topic=topic, title=title, body=body, link=link, key=key)


@transaction.atomic
def mark_read(*, by: Actor, notification_id: UUID) -> Notification:
    """Note that a person has seen a notification of his own; seen once stays seen."""
    note = _own(by, notification_id)
    if note.read_at is None:
        note.read_at = clock.now()
        note.save(update_fields=["read_at"])
    return note


@transaction.atomic
def mark_unread(*, by: Actor, notification_id: UUID) -> Notification:
    """Take `mark_read` back."""
    note = _own(by, notification_id)
    note.read_at = None
    note.save(update_fields=["read_at"])
    return note


@transaction.atomic
def mark_all_read(*, by: Actor) -> tuple[datetime, int]:
    """Note that a person has seen everything on his page; return the moment noted and how many were new to him."""
    if by.person_id is None:
        raise NotSignedIn
    moment = clock.now()
    unread = Notification.objects.filter(person_id=by.person_id, is_on_page=True, read_at__isnull=True)
    return moment, unread.update(read_at=moment)


@transaction.atomic
def unmark_all_read(*, by: Actor, moment: datetime) -> int:
    """Take back the `mark_all_read` of that moment; return how many are new again."""
    if by.person_id is None:
        raise NotSignedIn
    return Notification.objects.filter(person_id=by.person_id, read_at=moment).update(read_at=None)


@transaction.atomic
def mark_read_by_key(*, people: Sequence[UUID], key_start: str) -> int:
    """Note as seen what persons were told under keys that begin so (they have seen the thing itself)."""
    unread = Notification.objects.filter(person_id__in=people, read_at__isnull=True, key__startswith=key_start)
    return unread.update(read_at=clock.now())


def _own(by: Actor, notification_id: UUID) -> Notification:
    if by.person_id is None:
        raise NotSignedIn
    mine = Notification.objects.select_for_update().filter(person_id=by.person_id, is_on_page=True)
    found = mine.filter(id=notification_id).first()
    if found is None:
        raise NotificationNotFound
    return found


def _note(reader: Reader, notice: Notice, moment: datetime) -> Notification:
    """Return the notification in the reader's own words, cut where it would not fit."""
    with translation.override(reader.language):
        return Notification(
            person_id=reader.person_id,
            topic=reader.wish.topic.code,
            title=_cut(normalise(str(notice.title)), TITLE_LENGTH_MAX),
            body=_cut(str(notice.body), BODY_LENGTH_MAX),
            link=notice.link,
            key=notice.key,
            is_on_page=reader.wish.on_page,
            told_at=moment,
        )


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def _deliver(notes: list[Notification], known: dict[tuple[str, UUID], Reader]) -> None:
    """Put letters and pushes on their way, as each reader wishes."""
    waiting = []
    for note in notes:
        reader = known[note.topic, note.person_id]
        if reader.wish.by_letter:
            due = letter_due_at(note.told_at, reader.rhythm)
            waiting.append(Delivery(notification=note, person_id=note.person_id, channel=Channel.LETTER, due_at=due))
        if reader.wish.by_push:
            due = push_due_at(note.told_at, reader.rhythm)
            waiting.append(Delivery(notification=note, person_id=note.person_id, channel=Channel.PUSH, due_at=due))
    send_on(waiting=waiting)
