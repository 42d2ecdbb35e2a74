"""Giving's JSON operations: the funds and their lines, as everybody may see them."""

from typing import Annotated
from uuid import UUID

from django.urls import reverse
from ninja import Router
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.money import Money
from dure.rooms.giving.errors import FundNotFound
from dure.rooms.giving.models import Fund
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.queries.funds import FundLine
from dure.rooms.giving.schemas import AmountOut, FundLineOut, FundLinesOut, FundOut

router = Router(tags=["giving"])
FUNDS_PER_PAGE = 50


@router.get("/funds", response=list[FundOut], operation_id="funds")
def funds(request: DureRequest, page: Annotated[int, Field(ge=1, le=10_000)] = 1) -> list[FundOut]:
    """The funds, 50 a page: those that take gifts first, then by name."""
    del request
    start = (page - 1) * FUNDS_PER_PAGE
    found = list(queries.public_funds()[start : start + FUNDS_PER_PAGE])
    held = queries.balances_of(fund_ids=[each.id for each in found])
    return [_fund(each, held.get(each.id, [])) for each in found]


@router.get("/funds/{uuid:fund_id}", response=FundOut, operation_id="fund")
def fund(request: DureRequest, fund_id: UUID) -> FundOut:
    """One fund."""
    del request
    found = queries.fund_of(fund_id=fund_id)
    return _fund(found, queries.balances_of(fund_ids=[fund_id]).get(fund_id, []))


@router.get("/funds/{uuid:fund_id}/lines", response=FundLinesOut, operation_id="fund_lines")
def fund_lines(
    request: DureRequest,
    fund_id: UUID,
    currency: str = "KRW",
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1,
) -> FundLinesOut:
    """Every line of a fund in one currency, 50 a page, newest first; they add up to the balance."""
    del request
    queries.fund_of(fund_id=fund_id)
    found = next((each for each in queries.sums(fund_id=fund_id) if each.of.unit.code == currency), None)
    if found is None:
        raise FundNotFound
    return FundLinesOut(
        currency=currency,
        balance=str(found.balance.minor),
        came=str(found.came.minor),
        went=str(found.went.minor),
        line_count=found.line_count,
        page=page,
        lines=[_line(line) for line in queries.lines(found, page=page)],
    )


def _fund(fund: Fund, held: list[Money]) -> FundOut:
    return FundOut(
        id=fund.id,
        organisation_id=fund.organisation_id,
        charity=fund.organisation.shown_name,
        name=fund.shown_name,
        purpose=fund.shown_purpose,
        status=fund.status,
        balances=[AmountOut(amount=str(each.minor), currency=each.currency) for each in held],
    )


def _line(line: FundLine) -> FundLineOut:
    return FundLineOut(
        line=line.number,
        day=line.day,
        kind=line.kind.name.lower(),
        amount=str(line.amount.minor),
        balance_after=str(line.balance_after.minor),
        giver=line.giver,
        paid_to=line.paid.receiver if line.paid else "",
        paid_for=line.paid.purpose if line.paid else "",
        evidence=[
            reverse("giving:evidence", kwargs={"evidence_id": each.id, "name": "large.webp"}) for each in line.evidence
        ],
    )
