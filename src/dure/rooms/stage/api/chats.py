"""Keeping order in a show."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.stage.models import Restriction
from dure.rooms.stage.schemas.chats import BanIn, FreezeIn, MuteIn, ReportIn, RestrictionOut, SlowModeIn, WordsIn
from dure.rooms.stage.services import order, undoing

router = Router(tags=["stage"])
SHOW = "/shows/{uuid:show_id}"
MESSAGE = f"{SHOW}/messages/{{uuid:message_id}}"


@router.put(f"{SHOW}/chat/frozen", response={204: None}, operation_id="freeze")
@decorate_view(idempotent)
def freeze(request: DureRequest, show_id: UUID, body: FreezeIn) -> Status[None]:
    """Close the chat to viewers, or open it."""
    order.freeze(by=request.actor, show_id=show_id, is_frozen=body.is_frozen)
    return Status(204, None)


@router.put(f"{SHOW}/chat/slow-mode", response={204: None}, operation_id="set_slow_mode")
@decorate_view(idempotent)
def set_slow_mode(request: DureRequest, show_id: UUID, body: SlowModeIn) -> Status[None]:
    """Let some seconds pass between two messages of one viewer."""
    order.set_slow_mode(by=request.actor, show_id=show_id, seconds=body.seconds)
    return Status(204, None)


@router.post(f"{SHOW}/mutes", response={201: RestrictionOut}, operation_id="mute")
@decorate_view(idempotent)
def mute(request: DureRequest, show_id: UUID, body: MuteIn) -> Status[Restriction]:
    """Let a viewer watch but not speak for some minutes."""
    return Status(201, order.mute(by=request.actor, show_id=show_id, **body.dict()))


@router.post(f"{SHOW}/bans", response={201: RestrictionOut}, operation_id="ban")
@decorate_view(idempotent)
def ban(request: DureRequest, show_id: UUID, body: BanIn) -> Status[Restriction]:
    """Shut a viewer out."""
    return Status(201, order.ban(by=request.actor, show_id=show_id, **body.dict()))


@router.delete(f"{SHOW}/restrictions/{{uuid:restriction_id}}", response={204: None}, operation_id="lift")
@decorate_view(idempotent)
def lift(request: DureRequest, show_id: UUID, restriction_id: UUID) -> Status[None]:
    """Give a viewer the word back."""
    order.lift(by=request.actor, show_id=show_id, restriction_id=restriction_id)
    return Status(204, None)


@router.delete(MESSAGE, response={204: None}, operation_id="hide_message")
@decorate_view(idempotent)
def hide_message(request: DureRequest, show_id: UUID, message_id: UUID) -> Status[None]:
    """Take a message from every screen."""
    order.hide_message(by=request.actor, show_id=show_id, message_id=message_id)
    return Status(204, None)


@router.post(f"{MESSAGE}/return", response={204: None}, operation_id="show_message")
@decorate_view(idempotent)
def show_message(request: DureRequest, show_id: UUID, message_id: UUID) -> Status[None]:
    """Let a hidden message be seen again."""
    order.show_message(by=request.actor, show_id=show_id, message_id=message_id)
    return Status(204, None)


@router.post(f"{MESSAGE}/reports", response={204: None}, operation_id="report_message")
@decorate_view(idempotent)
def report_message(request: DureRequest, show_id: UUID, message_id: UUID, body: ReportIn) -> Status[None]:
    """Tell hosts and helpers that a message should not stand."""
    order.report_message(by=request.actor, show_id=show_id, message_id=message_id, reason=body.reason)
    return Status(204, None)


@router.post(f"{SHOW}/acts/{{uuid:act_id}}/undoing", response={204: None}, operation_id="undo")
@decorate_view(idempotent)
def undo(request: DureRequest, show_id: UUID, act_id: UUID) -> Status[None]:
    """Take an act of the show's log back."""
    undoing.undo(by=request.actor, show_id=show_id, act_id=act_id)
    return Status(204, None)


@router.put("/organisations/{uuid:organisation_id}/banned-words", response={204: None}, operation_id="ban_words")
@decorate_view(idempotent)
def ban_words(request: DureRequest, organisation_id: UUID, body: WordsIn) -> Status[None]:
    """Replace the words that may not be said in an organisation's shows."""
    order.ban_words(by=request.actor, organisation_id=organisation_id, words=body.words)
    return Status(204, None)
