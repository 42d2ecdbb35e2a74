"""Films sent in pieces, in the words of tus 1.0.0 (creation, expiration, termination), so that any of its clients fits.

Begin with `POST`, send pieces with `PATCH`, ask with `HEAD` how far it got, give up with `DELETE`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja import Header, Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.refusals import TooLarge, answer
from dure.kernel.refusals_described import response_of
from dure.rooms.stage import tus
from dure.rooms.stage.errors import NotAPiece, UnknownTus
from dure.rooms.stage.models import Sending
from dure.rooms.stage.queries import sendings as queries
from dure.rooms.stage.schemas.sendings import SendingIn, SendingOut
from dure.rooms.stage.services import sendings as services
from dure.rooms.stage.services.retention import SENDING_KEPT

router = Router(tags=["stage"])
SENDINGS = "/clips/sendings"
SENDING = f"{SENDINGS}/{{uuid:sending_id}}"


def speaks_tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer as tus wants it: say its version, refuse another one, and let nobody keep the answer."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Tus-Resumable", tus.VERSION) != tus.VERSION:
            response = answer(request, UnknownTus())
            response["Tus-Version"] = tus.VERSION
        else:
            response = view(request, *args, **kwargs)
        response["Tus-Resumable"], response["Cache-Control"] = tus.VERSION, "no-store"
        return response

    return spoken


@router.get(SENDINGS, response=list[SendingOut], operation_id="sendings")
def sendings(request: DureRequest) -> list[SendingOut]:
    """What one began to send and what is not whole yet."""
    return [SendingOut.of(each) for each in queries.sendings_of(person_id=request.actor.person_id)]


@router.post(SENDINGS, response={201: SendingOut}, operation_id="begin_sending")
@decorate_view(speaks_tus, idempotent)
def begin_sending(
    request: DureRequest,
    response: HttpResponse,
    upload_length: Annotated[int, Header(ge=0, alias="Upload-Length")],
    upload_metadata: Annotated[str, Header(max_length=4_000, alias="Upload-Metadata")],
) -> Status[SendingOut]:
    """Begin to send a film in pieces; `Location` is where they go.

    `Upload-Metadata` has the `title`, and may have `organisation_id`, `poster_ms`, `filename` and `fingerprint`.
    Pieces have 32 to 768 KB. After two days without one, what is here is thrown away (`Upload-Expires`).
    """
    told, words = SendingIn.read(upload_metadata)
    begun = services.begin_sending(
        by=request.actor,
        size=upload_length,
        name=told.get("filename", ""),
        fingerprint=told.get("fingerprint", ""),
        **words.dict(),
    )
    response["Location"] = f"{request.path}/{begun.id}"
    _say(response, begun)
    return Status(201, SendingOut.of(begun))


@router.api_operation(["HEAD"], SENDING, response={200: None}, operation_id="sending_offset")
@decorate_view(speaks_tus)
def sending_offset(request: DureRequest, response: HttpResponse, sending_id: UUID) -> Status[None]:
    """How far a film on its way is: `Upload-Offset` of `Upload-Length` bytes; whole, it is the clip of the same id."""
    _say(response, queries.sending_of(sending_id=sending_id, by=request.actor))
    return Status(200, None)


@router.patch(
    SENDING,
    response={204: None},
    operation_id="add_piece",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {tus.PIECE_KIND: {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": {str(NotAPiece.status): response_of(NotAPiece)},
    },
)
@decorate_view(speaks_tus)
def add_piece(
    request: DureRequest,
    response: HttpResponse,
    sending_id: UUID,
    upload_offset: Annotated[int, Header(ge=0, alias="Upload-Offset")],
) -> Status[None]:
    """Send the piece that begins at `Upload-Offset`. With the last one the clip of the same id waits to be made ready.

    At another place it is refused with `wrong_offset`, and `offset` says where to go on.
    """
    if request.content_type != tus.PIECE_KIND:
        raise NotAPiece
    if int(request.headers.get("Content-Length") or 0) > services.PIECE_MOST:
        raise TooLarge
    grown = services.add_piece(by=request.actor, sending_id=sending_id, offset=upload_offset, piece=request.body)
    _say(response, grown)
    return Status(204, None)


@router.put(SENDING, response=SendingOut, operation_id="change_sending")
@decorate_view(idempotent)
def change_sending(request: DureRequest, sending_id: UUID, body: SendingIn) -> SendingOut:
    """Say anew what a film on its way is called, for whom it is, and which picture stands for it."""
    return SendingOut.of(services.change_sending(by=request.actor, sending_id=sending_id, **body.dict()))


@router.delete(SENDING, response={204: None}, operation_id="give_up_sending")
@decorate_view(speaks_tus, idempotent)
def give_up_sending(request: DureRequest, sending_id: UUID) -> Status[None]:
    """Give up a film on its way; what is here of it is thrown away."""
    services.give_up_sending(by=request.actor, sending_id=sending_id)
    return Status(204, None)


def _say(response: HttpResponse, sending: Sending) -> None:
    response["Upload-Offset"], response["Upload-Length"] = str(sending.received), str(sending.size)
    response["Upload-Expires"] = http_date((sending.heard_at + SENDING_KEPT).timestamp())
