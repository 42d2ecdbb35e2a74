"""The book's JSON operations: one's own wallet, and what everybody may see."""

from datetime import date
from typing import Annotated

from django.urls import reverse
from ninja import Router
from pydantic import Field

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.models import Seal, Unit
from dure.rooms.ledger.queries import accounts, book, seals, statements
from dure.rooms.ledger.queries.statements import Period, StatementLine
from dure.rooms.ledger.queries.today import Today, today_so_far
from dure.rooms.ledger.queries.words import unit_name
from dure.rooms.ledger.schemas import (
    BalanceOut,
    BookOut,
    LineOut,
    ProofOut,
    SealOut,
    StatementOut,
    SumsOut,
    TodayOut,
    UnitOut,
    UnitTodayOut,
)

router = Router(tags=["ledger"])
SEALS_MAX = 366


@router.get("/me/balances", response=list[BalanceOut], operation_id="my_balances")
def my_balances(request: DureRequest) -> list[BalanceOut]:
    """What is in my wallet, unit by unit."""
    return [
        BalanceOut(unit=_unit(each.unit), amount=str(each.amount), held=str(each.held), available=str(each.available))
        for each in accounts.balances(account=_own_wallet(request))
    ]


@router.get("/me/statement", response=StatementOut, operation_id="my_statement")
def my_statement(
    request: DureRequest,
    unit: str = "KRW",
    first: date | None = None,
    last: date | None = None,
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1,
) -> StatementOut:
    """My wallet's statement, 50 lines a page; this year unless other days are asked for."""
    year = statements.this_year()
    period = Period(first or year.first, last or year.last)
    found = statements.statement(account=_own_wallet(request), unit=unit, period=period)
    return StatementOut(
        unit=_unit(found.unit),
        first=period.first,
        last=period.last,
        opening=str(found.opening),
        came=str(found.came),
        went=str(found.went),
        closing=str(found.closing),
        line_count=found.line_count,
        page=page,
        lines=[_line(line) for line in statements.lines(found, page=page)],
    )


@router.get("/book", response=BookOut, operation_id="public_book")
def public_book(request: DureRequest) -> BookOut:
    """Sums over the whole book and the last proof; no names, no single entries."""
    del request
    sums = [
        SumsOut(
            unit=_unit(each.unit),
            entry_count=each.entry_count,
            moved=_told(each.moved),
            given=_told(each.given),
        )
        for each in book.sealed_sums()
    ]
    return BookOut(sums=sums, today=_today(today_so_far()), proof=_proof())


@router.get("/book/days", response=list[SealOut], operation_id="sealed_days")
def sealed_days(
    request: DureRequest, before: date | None = None, limit: Annotated[int, Field(ge=1, le=SEALS_MAX)] = 30
) -> list[SealOut]:
    """Sealed days, newest first; `before` leafs on."""
    del request
    found = seals.newest_first()
    if before is not None:
        found = found.filter(day__lt=before)
    return [_seal(seal) for seal in found[:limit]]


@router.get("/book/days/{day}", response=SealOut, operation_id="sealed_day")
def sealed_day(request: DureRequest, day: date, cell: int = HOME_CELL) -> SealOut:
    """One sealed day."""
    del request
    return _seal(seals.seal_of(day=day, cell_id=cell))


def _own_wallet(request: DureRequest) -> str:
    if request.actor.person_id is None:
        raise NotSignedIn
    return chart.wallet(request.actor.person_id)


def _unit(unit: Unit) -> UnitOut:
    return UnitOut(code=unit.code, scale=unit.scale, name=unit_name(unit))


def _line(line: StatementLine) -> LineOut:
    return LineOut(
        entry=f"{line.cell_id}-{line.entry_id}",
        kind=Kind(line.kind).name.lower() if line.kind in set(Kind) else str(line.kind),
        reference=line.reference,
        happened_at=line.happened_at,
        recorded_at=line.recorded_at,
        about=line.about,
        amount=str(line.amount),
        balance_after=str(line.balance_after),
    )


def _seal(seal: Seal) -> SealOut:
    return SealOut(
        day=seal.day,
        cell=seal.cell_id,
        hash=seal.hash,
        previous=seal.previous,
        entry_count=seal.entry_count,
        account_count=seal.account_count,
        totals={unit: {part: str(total) for part, total in parts.items()} for unit, parts in seal.totals.items()},
        sealed_at=seal.sealed_at,
        page=reverse("ledger:day_file", args=[seal.day, seal.cell_id]),
    )


def _today(today: Today) -> TodayOut:
    return TodayOut(
        counted_at=today.counted_at,
        summed_until=today.summed_until,
        entry_count=today.entry_count,
        sums=[
            UnitTodayOut(
                unit=_unit(each.unit),
                entry_count=each.entry_count,
                moved=_told(each.moved),
                given=_told(each.given),
                hold_count=each.hold_count,
                held=_told(each.held),
            )
            for each in today.by_unit
        ],
    )


def _told(amount: int | None) -> str | None:
    return None if amount is None else str(amount)


def _proof() -> ProofOut | None:
    last = seals.last_proof()
    if last is None:
        return None
    return ProofOut(
        ran_at=last.ran_at,
        holds=last.holds,
        entry_count=last.entry_count,
        balance_count=last.balance_count,
        day_count=last.day_count,
        problem_count=last.problem_count,
        book_hash=last.book_hash,
    )
