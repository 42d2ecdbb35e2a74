"""What is on a show's screen, and its run-sheet."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.stage.queries import screens as queries
from dure.rooms.stage.queries import shows
from dure.rooms.stage.schemas.screens import CueIn, LineIn, MoveIn, PinIn, ScreenOut
from dure.rooms.stage.schemas.shows import Title
from dure.rooms.stage.services import run_sheets, screens

router = Router(tags=["stage"])
SHOW = "/shows/{uuid:show_id}"
LINE = f"{SHOW}/lines/{{uuid:cue_id}}"


@router.get(f"{SHOW}/screen", response=ScreenOut, operation_id="screen")
def screen(request: DureRequest, show_id: UUID) -> ScreenOut:
    """What is on the screen now, the run-sheet with it."""
    shows.show_of(show_id=show_id, by=request.actor)
    return _screen(show_id)


@router.put(f"{SHOW}/screen/cue", response=ScreenOut, operation_id="cue")
@decorate_view(idempotent)
def cue(request: DureRequest, show_id: UUID, body: CueIn) -> ScreenOut:
    """Put a line on the screen."""
    screens.cue(by=request.actor, show_id=show_id, **body.dict())
    return _screen(show_id)


@router.post(f"{SHOW}/screen/next", response=ScreenOut, operation_id="next_cue")
@decorate_view(idempotent)
def next_cue(request: DureRequest, show_id: UUID) -> ScreenOut:
    """Put the next line on the screen."""
    screens.next_cue(by=request.actor, show_id=show_id)
    return _screen(show_id)


@router.delete(f"{SHOW}/screen/cue", response=ScreenOut, operation_id="clear_cue")
@decorate_view(idempotent)
def clear_cue(request: DureRequest, show_id: UUID) -> ScreenOut:
    """Take what is on the screen off it."""
    screens.clear_cue(by=request.actor, show_id=show_id)
    return _screen(show_id)


@router.put(f"{SHOW}/screen/pinned", response=ScreenOut, operation_id="pin_message")
@decorate_view(idempotent)
def pin_message(request: DureRequest, show_id: UUID, body: PinIn) -> ScreenOut:
    """Pin a sentence above the chat, or take it away."""
    screens.pin_message(by=request.actor, show_id=show_id, text=body.text)
    return _screen(show_id)


@router.post(f"{SHOW}/lines", response={201: ScreenOut}, operation_id="add_cue")
@decorate_view(idempotent)
def add_cue(request: DureRequest, show_id: UUID, body: LineIn) -> Status[ScreenOut]:
    """Add a line to the run-sheet."""
    run_sheets.add_cue(by=request.actor, show_id=show_id, **body.dict())
    return Status(201, _screen(show_id))


@router.patch(LINE, response=ScreenOut, operation_id="change_cue")
@decorate_view(idempotent)
def change_cue(request: DureRequest, show_id: UUID, cue_id: UUID, title: Title) -> ScreenOut:
    """Give a line another title."""
    run_sheets.change_cue(by=request.actor, show_id=show_id, cue_id=cue_id, title=title)
    return _screen(show_id)


@router.post(f"{LINE}/move", response=ScreenOut, operation_id="move_cue")
@decorate_view(idempotent)
def move_cue(request: DureRequest, show_id: UUID, cue_id: UUID, body: MoveIn) -> ScreenOut:
    """Move a line one place up or down."""
    run_sheets.move_cue(by=request.actor, show_id=show_id, cue_id=cue_id, up=body.up)
    return _screen(show_id)


@router.delete(LINE, response=ScreenOut, operation_id="remove_cue")
@decorate_view(idempotent)
def remove_cue(request: DureRequest, show_id: UUID, cue_id: UUID) -> ScreenOut:
    """Take a line out of the run-sheet."""
    run_sheets.remove_cue(by=request.actor, show_id=show_id, cue_id=cue_id)
    return _screen(show_id)


@router.post(f"{LINE}/return", response=ScreenOut, operation_id="put_back_cue")
@decorate_view(idempotent)
def put_back_cue(request: DureRequest, show_id: UUID, cue_id: UUID) -> ScreenOut:
    """Put a line that was taken out back."""
    run_sheets.put_back_cue(by=request.actor, show_id=show_id, cue_id=cue_id)
    return _screen(show_id)


def _screen(show_id: UUID) -> ScreenOut:
    found = queries.screen(show_id=show_id)
    return ScreenOut(sequence=found.sequence, state=found.state)
