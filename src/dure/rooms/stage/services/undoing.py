"""Taking back what was done in a show, as long as it still stands."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.stage.errors import NothingToUndo
from dure.rooms.stage.models import ModerationAct
from dure.rooms.stage.queries.standings import demand_keeper
from dure.rooms.stage.services import order, screens
from dure.rooms.stage.services.changes import locked

Act = ModerationAct.Kind


@transaction.atomic
def undo(*, by: Actor, show_id: UUID, act_id: UUID) -> None:
    """Take one act of a show's log back by its opposite; NothingToUndo for one that is gone or has none.

    A cue is taken off the screen, and the one before it put there again; a pinned message gives place to nothing.
    """
    show = locked(show_id=show_id)
    demand_keeper(show=show, by=by)
    act = ModerationAct.objects.filter(id=act_id, show=show).first()
    if act is None:
        raise NothingToUndo
    _opposite(act, by)()


def _opposite(act: ModerationAct, by: Actor) -> Callable[[], object]:
    """Return what takes an act back."""
    here: dict[str, Any] = {"by": by, "show_id": act.show_id}
    opposites: dict[str, Callable[[], object]] = {
        Act.FREEZE: partial(order.freeze, **here, is_frozen=False),
        Act.THAW: partial(order.freeze, **here, is_frozen=True),
        Act.PIN: partial(screens.pin_message, **here, text=""),
        Act.UNPIN: partial(screens.pin_message, **here, text=act.words),
    }
    if act.target is not None:
        opposites |= {
            Act.HIDE: partial(order.show_message, **here, message_id=act.target),
            Act.SHOW: partial(order.hide_message, **here, message_id=act.target),
            Act.MUTE: partial(order.lift, **here, restriction_id=act.target),
            Act.BAN: partial(order.lift, **here, restriction_id=act.target),
            Act.CLEAR: partial(screens.cue, **here, cue_id=act.target),
            Act.CUE: partial(_back, act, by),
        }
    if act.kind not in opposites:
        raise NothingToUndo
    return opposites[act.kind]


def _back(act: ModerationAct, by: Actor) -> None:
    """Put what was on the screen before an act there again, or leave it empty."""
    showings = act.show.showings.order_by("-shown_at", "-id")
    last = showings.first()
    if last is None or last.cleared_at is not None or last.cue_id != act.target:
        raise NothingToUndo
    before = showings.filter(cleared_at=last.shown_at, cue__removed_at__isnull=True).exclude(id=last.id).first()
    if before is None:
        screens.clear_cue(by=by, show_id=act.show_id)
    else:
        screens.cue(by=by, show_id=act.show_id, cue_id=before.cue_id)
