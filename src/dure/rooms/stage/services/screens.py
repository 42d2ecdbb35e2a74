"""What is on a show's screen: cues, their facts, and the pinned message."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.stage.errors import CueNotFound, NothingNext, NothingOnScreen
from dure.rooms.stage.facts import checked
from dure.rooms.stage.models import Broadcast, Cue, CueShowing, ModerationAct, Show
from dure.rooms.stage.models.shows import PINNED_LENGTH_MAX
from dure.rooms.stage.services.changes import changed, fitting, kept, note
from dure.rooms.stage.services.run_sheets import line, on_sheet, standing

Act = ModerationAct.Kind


@transaction.atomic
def cue(
    *,
    by: Actor,
    show_id: UUID,
    cue_id: UUID | None = None,
    key: str = "",
    title: str = "",
    facts: Mapping[str, object] | None = None,
    behind: UUID | None = None,
) -> CueShowing:
    """Put a line on the screen, by its id or by what it stands for; a `key` that has no line yet gets one.

    What was on the screen goes; the line that is there already stays, with the new facts. A new line stands at the end
    of the sheet, or behind the line `behind`.
    """
    show = kept(show_id=show_id, by=by)
    place = on_sheet(show=show, cue_id=behind) if behind else None
    found = on_sheet(show=show, cue_id=cue_id) if cue_id else _by_key(show, key, title, facts or {}, place)
    if facts is not None and found.facts != checked(facts):
        found.facts = checked(facts)
        found.save(update_fields=["facts"])
    showing = _show(show, found, by)
    changed(show=show)
    return showing


@transaction.atomic
def next_cue(*, by: Actor, show_id: UUID) -> CueShowing:
    """Put the line after the one shown last on the screen, or the first one; NothingNext at the end."""
    show = kept(show_id=show_id, by=by)
    last = show.showings.select_related("cue").order_by("-shown_at", "-id").first()
    lines = standing(show)
    found = next((each for each in lines if last is None or each.position > last.cue.position), None)
    if found is None:
        raise NothingNext
    showing = _show(show, found, by)
    changed(show=show)
    return showing


@transaction.atomic
def clear_cue(*, by: Actor, show_id: UUID) -> None:
    """Take what is on the screen off it; NothingOnScreen."""
    show = kept(show_id=show_id, by=by)
    gone = cleared(show=show)
    if gone is None:
        raise NothingOnScreen
    note(show=show, kind=Act.CLEAR, by=by, target=gone.cue_id, words=gone.cue.title)
    changed(show=show)


@transaction.atomic
def renew_facts(*, key: str, facts: Mapping[str, object]) -> int:
    """Renew the facts of a key (`left` counting down) in every show that is not over; return in how many.

    For the room that put the key on stage; facts that are not named stay as they are.
    """
    lines = Cue.objects.filter(key=key, removed_at__isnull=True, show__status__in=_OPEN)
    shows = Show.objects.select_for_update().filter(id__in=lines.values("show_id")).order_by("id")
    return sum(_renewed(show, key, facts) for show in list(shows))


@transaction.atomic
def pin_message(*, by: Actor, show_id: UUID, text: str) -> Show:
    """Let a sentence stand above the chat; an empty one takes the last one away."""
    show = kept(show_id=show_id, by=by)
    words = fitting(words=text, longest=PINNED_LENGTH_MAX)
    if words == show.pinned_text:
        return show
    note(show=show, kind=Act.PIN if words else Act.UNPIN, by=by, words=words or show.pinned_text)
    show.pinned_text = words
    changed("pinned_text", show=show)
    return show


@transaction.atomic(savepoint=False)
def cleared(*, show: Show) -> CueShowing | None:
    """End what a locked show has on its screen, and return it, with the moment at which it went."""
    on_screen = show.showings.select_related("cue").filter(cleared_at__isnull=True).first()
    if on_screen is not None:
        on_screen.cleared_at = max(clock.now(), on_screen.shown_at)
        on_screen.save(update_fields=["cleared_at"])
    return on_screen


_OPEN = (Show.Status.PLANNED, Show.Status.LIVE)


def _by_key(show: Show, key: str, title: str, facts: Mapping[str, object], behind: Cue | None) -> Cue:
    found = show.cues.filter(key=key, removed_at__isnull=True).first() if key else None
    if found is None and not title:
        raise CueNotFound
    return found or line(show=show, title=title, key=key, facts=facts, behind=behind)


def _show(show: Show, found: Cue, by: Actor) -> CueShowing:
    on_screen = show.showings.filter(cleared_at__isnull=True, cue=found).first()
    if on_screen is not None:
        return on_screen
    gone = cleared(show=show)
    note(show=show, kind=Act.CUE, by=by, target=found.id, words=found.title)
    return CueShowing.objects.create(
        show=show,
        cue=found,
        broadcast=Broadcast.objects.filter(show=show, ended_at__isnull=True).first(),
        # The very moment at which the other went: so is it found when this is undone.
        shown_at=gone.cleared_at if gone and gone.cleared_at else clock.now(),
        shown_by=by.person_id,
    )


def _renewed(show: Show, key: str, facts: Mapping[str, object]) -> bool:
    found = show.cues.filter(key=key, removed_at__isnull=True).first()
    if found is None:
        return False
    renewed = checked({**found.facts, **facts})
    if renewed == found.facts:
        return False
    found.facts = renewed
    found.save(update_fields=["facts"])
    changed(show=show)
    return True
