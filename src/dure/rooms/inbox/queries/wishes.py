"""How people want to be told: reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from dure.rooms.inbox.models import Habit, PushSubscription, TopicChoice
from dure.rooms.inbox.models.wishes import Pace
from dure.rooms.inbox.rhythm import Rhythm
from dure.rooms.inbox.topics import TOPICS, Topic, topic_of
from dure.rooms.people.queries import persons


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a person wants to hear of one topic."""

    topic: Topic
    on_page: bool
    by_letter: bool
    by_push: bool


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person who is told something: the language, the wish for this topic, and the rhythm."""

    person_id: UUID
    language: str
    wish: Wish
    rhythm: Rhythm


def readers(*, people: Iterable[UUID], topic: str) -> list[Reader]:
    """Return the persons among `people` who are still here, each with his wishes; three queries for any number."""
    asked = topic_of(topic)
    languages = persons.languages(person_ids=list(people))
    chosen = {choice.person_id: choice for choice in TopicChoice.objects.filter(person_id__in=languages, topic=topic)}
    habits = Habit.objects.in_bulk(list(languages))
    return [
        Reader(
            person_id=person_id,
            language=language,
            wish=_wish(asked, chosen.get(person_id)),
            rhythm=_rhythm(habits.get(person_id)),
        )
        for person_id, language in languages.items()
    ]


def wishes(*, person_id: UUID) -> list[Wish]:
    """Return a person's wishes for every topic, in the order of the table."""
    chosen: Mapping[str, TopicChoice] = {
        choice.topic: choice for choice in TopicChoice.objects.filter(person_id=person_id)
    }
    return [_wish(topic, chosen.get(topic.code)) for topic in TOPICS.values()]


def habit(*, person_id: UUID) -> Habit:
    """Return a person's habit; an unsaved one with the house's quiet hours where nothing was chosen."""
    usual = Rhythm()
    found = Habit.objects.filter(person_id=person_id).first()
    return found or Habit(person_id=person_id, quiet_from=usual.quiet_from, quiet_until=usual.quiet_until)


def devices(*, person_id: UUID) -> list[PushSubscription]:
    """Return the browsers that take pushes for a person, newest first."""
    return list(PushSubscription.objects.filter(person_id=person_id).order_by("-subscribed_at"))


def _wish(topic: Topic, choice: TopicChoice | None) -> Wish:
    if choice is None:
        return Wish(topic=topic, on_page=True, by_letter=topic.by_letter, by_push=topic.by_push)
    return Wish(topic=topic, on_page=choice.on_page, by_letter=choice.by_letter, by_push=choice.by_push)


def _rhythm(habit: Habit | None) -> Rhythm:
    if habit is None:
        return Rhythm()
    return Rhythm(
        quiet_from=habit.quiet_from,
        quiet_until=habit.quiet_until,
        zone=habit.zone,
        is_daily=habit.pace == Pace.DAILY,
    )
