"""What stage knows about one person, for their own file: reads."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F

from dure.rooms.stage.models import (
    ChatMessage,
    Clip,
    Entry,
    Helper,
    Objection,
    Reminder,
    Report,
    Sending,
    Takedown,
    Vote,
)


def chat_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return what a person said in shows."""
    fields = ("show__title", "text", "role", "sent_at", "hidden_at")
    yield from ChatMessage.objects.filter(person_id=person_id).order_by("id").values(*fields)


def part_in_shows(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's reminders, helper's places, entries, votes, reports and wishes."""
    for each in Reminder.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "reminder", "show": str(each.show_id), "minutes_before": each.minutes_before}
    for helper in Helper.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": helper.role, "show": str(helper.show_id), "at": helper.added_at}
    for entry in Entry.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "entry", "show": str(entry.show_id), "title": entry.title, "words": entry.words}
    for vote in Vote.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "vote", "show": str(vote.show_id), "entry": str(vote.entry_id), "at": vote.voted_at}
    for report in Report.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "report", "message": str(report.message_id), "reason": report.reason}
    for wish in Takedown.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "takedown", "why": wish.why, "words": wish.words, "contact": wish.contact}
    for objection in Objection.objects.filter(person_id=person_id).order_by("id"):
        yield {"kind": "objection", "words": objection.words, "at": objection.said_at}


def clips_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the clips a person made, sent, or began to send."""
    fields = ("id", "title", "source", "status", "made_at", "published_at")
    yield from Clip.objects.filter(person_id=person_id).order_by("id").values(*fields)
    begun = Sending.objects.filter(person_id=person_id, received__lt=F("size")).order_by("id")
    yield from begun.values(*("id", "title", "name", "size", "received", "began_at"))
