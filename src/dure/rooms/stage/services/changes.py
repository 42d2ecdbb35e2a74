"""What every verb of a show does: lock it, count its change, tell the gates, and keep the log."""

from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.hints import hint
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.stage.errors import ShowNotFound, ShowOver, TextTooLong, TitleMissing
from dure.rooms.stage.models import ModerationAct, Show
from dure.rooms.stage.models.chat import REASON_LENGTH_MAX
from dure.rooms.stage.models.shows import TITLE_LENGTH_MAX
from dure.rooms.stage.queries.standings import demand_filming, demand_host, demand_keeper
from dure.rooms.stage.snapshots import CHANGED


@transaction.atomic(savepoint=False)
def locked(*, show_id: UUID) -> Show:
    """Return a show, locked for this transaction; ShowNotFound."""
    found = Show.objects.select_for_update().filter(id=show_id).first()
    if found is None:
        raise ShowNotFound
    return found


def hosted(*, show_id: UUID, by: Actor) -> Show:
    """Return a show, locked, to one of its hosts; NotTheHost to others."""
    show = locked(show_id=show_id)
    demand_host(show=show, by=by)
    return show


def filmed(*, show_id: UUID, by: Actor) -> Show:
    """Return a show, locked, to one who may film in it: a host or second host; NotFilming to others."""
    show = locked(show_id=show_id)
    demand_filming(show=show, by=by)
    return show


def kept(*, show_id: UUID, by: Actor) -> Show:
    """Return a show that is not over, locked, to one who keeps order in it; NotKeepingOrder, ShowOver."""
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    if show.is_over:
        raise ShowOver
    return show


@transaction.atomic(savepoint=False)
def changed(*fields: str, show: Show) -> None:
    """Write the named fields of a locked show and count the change; the gates hear of it after the commit."""
    show.sequence += 1
    show.save(update_fields=[*fields, "sequence"])
    hint(f"{CHANGED}{show.id}", str(show.sequence))


@transaction.atomic(savepoint=False)
def note(*, show: Show, kind: str, by: Actor, target: UUID | None = None, words: str = "") -> ModerationAct:
    """Write an act into the show's log."""
    return ModerationAct.objects.create(
        show=show, kind=kind, target=target, words=words[:REASON_LENGTH_MAX], done_at=clock.now(), done_by=by.person_id
    )


def titled(*, words: str) -> str:
    """Return a title as it is kept; TitleMissing, TextTooLong."""
    title = fitting(words=words, longest=TITLE_LENGTH_MAX)
    if not title:
        raise TitleMissing(fields={"title": [str(TitleMissing.sentence)]})
    return title


def fitting(*, words: str, longest: int) -> str:
    """Return one line of text as it is kept; TextTooLong."""
    line = normalise(words)
    if len(line) > longest:
        raise TextTooLong(max=longest)
    return line
