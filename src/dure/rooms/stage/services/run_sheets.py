"""The run-sheet of a show: lines added, changed, moved, taken out and put back."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.stage.errors import CueKeyTaken, CueNotFound, RunSheetFull
from dure.rooms.stage.facts import checked
from dure.rooms.stage.models import Cue, Show
from dure.rooms.stage.models.broadcasts import KEY_LENGTH_MAX
from dure.rooms.stage.services.changes import changed, fitting, kept, titled

LINES_MAX: Final = 60


@transaction.atomic
def add_cue(*, by: Actor, show_id: UUID, title: str, key: str = "", facts: Mapping[str, object] | None = None) -> Cue:
    """Add a line at the end of the run-sheet; `key` is what it stands for (`offer:81`), once on a sheet."""
    show = kept(show_id=show_id, by=by)
    found = line(show=show, title=title, key=key, facts=facts or {})
    changed(show=show)
    return found


@transaction.atomic
def change_cue(*, by: Actor, show_id: UUID, cue_id: UUID, title: str) -> Cue:
    """Give a line another title."""
    show = kept(show_id=show_id, by=by)
    found = on_sheet(show=show, cue_id=cue_id)
    found.title = titled(words=title)
    found.save(update_fields=["title"])
    changed(show=show)
    return found


@transaction.atomic
def move_cue(*, by: Actor, show_id: UUID, cue_id: UUID, up: bool) -> None:
    """Let a line change places with its neighbour above or below; at the end of the sheet nothing changes."""
    show = kept(show_id=show_id, by=by)
    lines = list(standing(show))
    place = lines.index(on_sheet(show=show, cue_id=cue_id))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(lines):
        return
    lines[place], lines[other] = lines[other], lines[place]
    for number, each in enumerate(lines, start=1):
        each.position = number
    Cue.objects.bulk_update(lines, ["position"])
    changed(show=show)


@transaction.atomic
def remove_cue(*, by: Actor, show_id: UUID, cue_id: UUID) -> Cue:
    """Take a line out, and off the screen if it is there; `put_back_cue` takes it back."""
    show = kept(show_id=show_id, by=by)
    found = on_sheet(show=show, cue_id=cue_id)
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    found.showings.filter(cleared_at__isnull=True).update(cleared_at=clock.now())
    changed(show=show)
    return found


@transaction.atomic
def put_back_cue(*, by: Actor, show_id: UUID, cue_id: UUID) -> Cue:
    """Put a line that was taken out back in its place."""
    show = kept(show_id=show_id, by=by)
    found = show.cues.filter(id=cue_id).first()
    if found is None:
        raise CueNotFound
    if found.removed_at is not None:
        _demand_new(show, found.key)
        found.removed_at = None
        found.save(update_fields=["removed_at"])
        changed(show=show)
    return found


@transaction.atomic(savepoint=False)
def line(*, show: Show, title: str, key: str, facts: Mapping[str, object], behind: Cue | None = None) -> Cue:
    """Write a new line at the end of a locked show's sheet or behind another; CueKeyTaken, RunSheetFull, FactsTooLarge.

    All behind it move down by one, those that were taken out too.
    """
    _demand_new(show, fitting(words=key, longest=KEY_LENGTH_MAX))
    last: int = behind.position if behind else show.cues.aggregate(last=Max("position"))["last"] or 0
    show.cues.filter(position__gt=last).update(position=F("position") + 1)
    return Cue.objects.create(
        show=show,
        position=last + 1,
        key=fitting(words=key, longest=KEY_LENGTH_MAX),
        title=titled(words=title),
        facts=checked(facts),
        added_at=clock.now(),
    )


def on_sheet(*, show: Show, cue_id: UUID) -> Cue:
    """Return a line that stands on a show's sheet; CueNotFound."""
    found = show.cues.filter(id=cue_id, removed_at__isnull=True).first()
    if found is None:
        raise CueNotFound
    return found


def standing(show: Show) -> list[Cue]:
    """Return the lines of a sheet in order."""
    return list(show.cues.filter(removed_at__isnull=True).order_by("position", "id"))


def _demand_new(show: Show, key: str) -> None:
    lines = show.cues.filter(removed_at__isnull=True)
    if key and lines.filter(key=key).exists():
        raise CueKeyTaken
    if lines.count() >= LINES_MAX:
        raise RunSheetFull(max=LINES_MAX)
