"""A seller's money: what is coming, what was sent, and its statements as files."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from dure.kernel.api import answers_file
from dure.kernel.errors import NotFound
from dure.kernel.http import DureRequest
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.queries import payouts as money
from dure.rooms.merchants.schemas import ComingOut, PayoutOut, PayoutsOut
from dure.rooms.merchants.services import statements

router = Router(tags=["merchants"])
SELLER = "/sellers/{uuid:organisation_id}"
PAYOUT = f"{SELLER}/payouts/{{uuid:payout_id}}"
PDF, CSV = "application/pdf", "text/csv"


@router.get(f"{SELLER}/coming", response=ComingOut, operation_id="coming_payouts")
def coming_payouts(request: DureRequest, organisation_id: UUID) -> ComingOut:
    """What the organisation has earned, and when it is sent."""
    queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    found = money.coming(organisation_id=organisation_id)
    return ComingOut(
        currency=found.earned.currency,
        earned=found.earned.minor,
        under_way=found.total_under_way.minor,
        pays_on=found.pays_on,
        hold=found.hold,
    )


@router.get(f"{SELLER}/payouts", response=PayoutsOut, operation_id="payouts")
def payouts(
    request: DureRequest,
    organisation_id: UUID,
    before: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> PayoutsOut:
    """What was sent to the bank, newest first; `before` leafs on."""
    queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    found = money.some_payouts(organisation_id=organisation_id, before=before, count=limit + 1)
    return PayoutsOut(
        payouts=[PayoutOut.of(each) for each in found[:limit]],
        next_before=found[limit - 1].id if len(found) > limit else None,
    )


@router.get(f"{PAYOUT}/statement.pdf", operation_id="statement_pdf", openapi_extra=answers_file(PDF))
def statement_pdf(request: DureRequest, organisation_id: UUID, payout_id: UUID) -> HttpResponse:
    """Every line a payout was made of, as a paper."""
    _demand_own(request, organisation_id, payout_id)
    return HttpResponse(statements.statement_pdf(by=request.actor, payout_id=payout_id), content_type=PDF)


@router.get(f"{PAYOUT}/statement.csv", operation_id="statement_csv", openapi_extra=answers_file(CSV))
def statement_csv(request: DureRequest, organisation_id: UUID, payout_id: UUID) -> HttpResponse:
    """Every line a payout was made of, as a table."""
    _demand_own(request, organisation_id, payout_id)
    content = statements.statement_csv(by=request.actor, payout_id=payout_id)
    return HttpResponse(content, content_type=f"{CSV}; charset=utf-8")


def _demand_own(request: DureRequest, organisation_id: UUID, payout_id: UUID) -> None:
    """NotFound where a payout is not of the organisation the address names."""
    if money.payout(payout_id=payout_id, by=request.actor).merchant_id != organisation_id:
        raise NotFound
