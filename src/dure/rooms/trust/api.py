"""The room's JSON operations: the list of trades, holding texts against it, and papers for a verification."""

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.pictures import prepare
from dure.rooms.trust.queries import trades as queries
from dure.rooms.trust.queries import verifications
from dure.rooms.trust.schemas import FindingOut, PaperIn, TextsIn, TradeOut, VerificationOut
from dure.rooms.trust.services.verifications import add_paper as keep_paper

router = Router(tags=["trust"])
TEXT_MAX = 5_000


@router.get("/trades", response=list[TradeOut], operation_id="trades")
def trades(request: HttpRequest) -> list[queries.ListedTrade]:
    """The banned and restricted trades with their rules and public sources."""
    del request
    return queries.listed()


@router.post("/trades/screening", response=list[FindingOut], operation_id="screen_texts")
def screen_texts(request: HttpRequest, body: TextsIn) -> list[queries.Finding]:
    """The rules that texts touch, wildlife first; empty where nothing speaks against them. Nothing is kept."""
    del request
    if any(len(text) > TEXT_MAX for text in body.texts):
        raise BadInput(fields={"texts": [str(TEXT_MAX)]})
    return queries.screen(texts=body.texts)


@router.get(
    "/organisations/{uuid:organisation_id}/verifications/{uuid:verification_id}",
    response=VerificationOut,
    operation_id="verification",
)
def verification(request: DureRequest, organisation_id: UUID, verification_id: UUID) -> VerificationOut:
    """How far staff are with one of an organisation's verifications, and what they said."""
    del request
    return _told(organisation_id, verification_id)


@router.post(
    "/organisations/{uuid:organisation_id}/verifications/{uuid:verification_id}/papers",
    response={201: VerificationOut},
    operation_id="add_paper",
)
@decorate_view(idempotent)
def add_paper(
    request: DureRequest,
    organisation_id: UUID,
    verification_id: UUID,
    paper: Form[PaperIn],
    photo: File[UploadedFile],
) -> Status[VerificationOut]:
    """Add a photographed paper to a verification; only staff and the organisation's own people see it."""
    verifications.verification_of(verification_id=verification_id, organisation_id=organisation_id)
    keep_paper(by=request.actor, verification_id=verification_id, kind=paper.kind, picture=prepare(photo))
    return Status(201, _told(organisation_id, verification_id))


def _told(organisation_id: UUID, verification_id: UUID) -> VerificationOut:
    """Return one of an organisation's own verifications as JSON tells it."""
    found = verifications.verification_of(verification_id=verification_id, organisation_id=organisation_id)
    decision = verifications.decision_in_force(found)
    return VerificationOut.of(found, reason=decision.reason if decision else "")
