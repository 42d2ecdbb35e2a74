"""Replays, clips, and wishes that they be taken down."""

from typing import Annotated
from uuid import UUID

from ninja import File, Form, Router, Status, UploadedFile
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.stage.models import Takedown
from dure.rooms.stage.queries import clips as clip_queries
from dure.rooms.stage.queries import replays as queries
from dure.rooms.stage.schemas.replays import ChapterOut, ClipOut, CutIn, ReplayOut
from dure.rooms.stage.schemas.shows import Title
from dure.rooms.stage.schemas.takedowns import TakedownIn, TakedownOut
from dure.rooms.stage.services import broadcasts, takedowns
from dure.rooms.stage.services import clips as clip_services

router = Router(tags=["stage"])
REPLAY = "/replays/{uuid:broadcast_id}"
CLIP = "/clips/{uuid:clip_id}"
PER_PAGE = 30
PosterMs = Annotated[int, Field(ge=0, le=60_000)]
Page = Annotated[int, Field(ge=1, le=10_000)]


@router.get("/replays", response=list[ReplayOut], operation_id="replays")
def replays(request: DureRequest, page: Page = 1) -> list[ReplayOut]:
    """The recordings everybody may see, 30 a page, newest first."""
    del request
    start = (page - 1) * PER_PAGE
    return [ReplayOut.of(each) for each in queries.replays()[start : start + PER_PAGE]]


@router.get(REPLAY, response=ReplayOut, operation_id="replay")
def replay(request: DureRequest, broadcast_id: UUID) -> ReplayOut:
    """One recording with its chapters."""
    found = queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    shown = ReplayOut.of(found)
    shown.chapters = [
        ChapterOut(title=each.title, key=each.key, at_ms=each.at_ms, until_ms=each.until_ms)
        for each in queries.chapters(broadcast=found)
    ]
    return shown


@router.put(f"{REPLAY}/publication", response=ReplayOut, operation_id="publish_replay")
@decorate_view(idempotent)
def publish_replay(request: DureRequest, broadcast_id: UUID) -> ReplayOut:
    """Let everybody see a recording."""
    return ReplayOut.of(broadcasts.publish_replay(by=request.actor, broadcast_id=broadcast_id))


@router.delete(f"{REPLAY}/publication", response=ReplayOut, operation_id="withdraw_replay")
@decorate_view(idempotent)
def withdraw_replay(request: DureRequest, broadcast_id: UUID) -> ReplayOut:
    """Let nobody see a recording."""
    return ReplayOut.of(broadcasts.withdraw_replay(by=request.actor, broadcast_id=broadcast_id))


@router.post(f"{REPLAY}/clips", response={201: ClipOut}, operation_id="cut_clip")
@decorate_view(idempotent)
def cut_clip(request: DureRequest, broadcast_id: UUID, body: CutIn) -> Status[ClipOut]:
    """Cut a minute at most out of a recording; the worker makes it."""
    return Status(201, ClipOut.of(clip_services.cut_clip(by=request.actor, broadcast_id=broadcast_id, **body.dict())))


@router.post(f"{REPLAY}/takedowns", response={201: TakedownOut}, operation_id="ask_takedown")
@decorate_view(idempotent)
def ask_takedown(request: DureRequest, broadcast_id: UUID, body: TakedownIn) -> Status[Takedown]:
    """Ask for a recording to be taken down."""
    queries.replay_of(broadcast_id=broadcast_id, by=request.actor)
    address = str(request.META.get("REMOTE_ADDR", ""))
    made = takedowns.ask_takedown(by=request.actor, address=address, broadcast_id=broadcast_id, **body.dict())
    return Status(201, made)


@router.get("/clips", response=list[ClipOut], operation_id="clips")
def clips(request: DureRequest, page: Page = 1) -> list[ClipOut]:
    """The clips everybody may see, 30 a page, newest first."""
    del request
    start = (page - 1) * PER_PAGE
    return [ClipOut.of(each) for each in clip_queries.feed()[start : start + PER_PAGE]]


@router.get(CLIP, response=ClipOut, operation_id="clip")
def clip(request: DureRequest, clip_id: UUID) -> ClipOut:
    """One clip, and how far it is."""
    return ClipOut.of(clip_queries.clip_of(clip_id=clip_id, by=request.actor))


@router.post("/clips", response={201: ClipOut}, operation_id="send_clip")
@decorate_view(idempotent)
def send_clip(
    request: DureRequest,
    film: File[UploadedFile],
    title: Form[Title],
    organisation_id: Form[UUID | None] = None,
    poster_ms: Form[PosterMs] = 0,
) -> Status[ClipOut]:
    """Send a film of a minute at most; the worker makes it ready, with the picture at `poster_ms` standing for it."""
    sent = clip_services.send_clip(
        by=request.actor,
        film=film,
        size=film.size or 0,
        title=title,
        organisation_id=organisation_id,
        poster_ms=poster_ms,
    )
    return Status(201, ClipOut.of(sent))


@router.put(f"{CLIP}/publication", response=ClipOut, operation_id="publish_clip")
@decorate_view(idempotent)
def publish_clip(request: DureRequest, clip_id: UUID) -> ClipOut:
    """Let everybody see a clip."""
    return ClipOut.of(clip_services.publish_clip(by=request.actor, clip_id=clip_id))


@router.delete(f"{CLIP}/publication", response=ClipOut, operation_id="withdraw_clip")
@decorate_view(idempotent)
def withdraw_clip(request: DureRequest, clip_id: UUID) -> ClipOut:
    """Let nobody see a clip."""
    return ClipOut.of(clip_services.withdraw_clip(by=request.actor, clip_id=clip_id))
