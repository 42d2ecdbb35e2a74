"""Funds as everybody sees them: reads. What a fund holds, and every line of it, comes from the book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Case, QuerySet, When

from dure.kernel import clock
from dure.kernel.money import DECIMALS, Money
from dure.kernel.questions import Question, name_of
from dure.rooms.giving.errors import EvidenceNotFound, FundNotFound
from dure.rooms.giving.models import Campaign, Disbursement, Donation, Evidence, Fund
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.errors import UnknownAccount
from dure.rooms.ledger.queries import accounts, statements
from dure.rooms.ledger.queries.statements import Statement, StatementLine
from dure.rooms.people.queries import persons

LINES_PER_PAGE = statements.LINES_PER_PAGE


class FundRow(msgspec.Struct, frozen=True):
    """A fund by its name."""

    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class FundLine:
    """One line of a fund's public list: no reference, no hour and no name but the giver's who wants it."""

    number: str
    day: date
    kind: Kind
    amount: Money
    balance_after: Money
    giver: str = ""
    paid: Disbursement | None = None
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def is_taken_back(self) -> bool:
        """Whether it undoes an earlier gift, because a buyer got money back."""
        return self.kind in {Kind.REVERSAL, Kind.REFUND} or (
            self.kind is not Kind.DISBURSEMENT and self.amount.minor < 0
        )


@dataclass(frozen=True, kw_only=True)
class FundSums:
    """What a fund holds in one currency, and what ever came in and went out."""

    balance: Money
    came: Money
    went: Money
    line_count: int
    of: Statement


def fund_of(*, fund_id: UUID) -> Fund:
    """Return a fund with its charity, or refuse with FundNotFound."""
    found = Fund.objects.select_related("organisation").filter(id=fund_id).first()
    if found is None:
        raise FundNotFound
    return found


def public_funds() -> QuerySet[Fund]:
    """Return the funds with their charities: those that take gifts first, then by name."""
    takes_gifts_first = Case(When(status=Fund.Status.OPEN, then=0), When(status=Fund.Status.PAUSED, then=1), default=2)
    return Fund.objects.select_related("organisation").order_by(takes_gifts_first, "name", "id")


def funds_of(*, organisation_id: UUID) -> list[Fund]:
    """Return a charity's funds, newest first."""
    return list(Fund.objects.filter(organisation_id=organisation_id).order_by("-id"))


def open_funds() -> list[Fund]:
    """Return the funds that take gifts and pledges, with their charities, by name."""
    return list(Fund.objects.select_related("organisation").filter(status=Fund.Status.OPEN).order_by("name", "id"))


FUNDS: Final = Question(
    "funds",
    f"SELECT fund.id, {name_of('fund')} AS name FROM giving_fund AS fund WHERE fund.status = 'open' "  # noqa: S608  our own words
    "ORDER BY fund.name, fund.id",
    FundRow,
)
"""The funds that take gifts and pledges, with the names for the reader, by name."""


def campaigns_at(*, moment: datetime) -> list[Campaign]:
    """Return the campaigns that are not over, with their funds, first to end first."""
    found = Campaign.objects.filter(ends_at__gt=moment, fund__status=Fund.Status.OPEN)
    return list(found.select_related("fund__organisation").order_by("ends_at", "id"))


def balances_of(*, fund_ids: Iterable[UUID]) -> dict[UUID, list[Money]]:
    """Return what several funds hold, by fund, currency by currency; three queries for any number."""
    codes = {chart.fund(fund_id): fund_id for fund_id in fund_ids}
    found = accounts.balances_of_many(accounts=list(codes))
    return {
        codes[code]: [Money(each.amount, each.unit.code) for each in balances if each.unit.code in DECIMALS]
        for code, balances in found.items()
    }


def sums(*, fund_id: UUID) -> list[FundSums]:
    """Return what a fund holds and what came and went, for each currency it ever had."""
    code = chart.fund(fund_id)
    units = [each.unit.code for each in accounts.balances(account=code) if each.unit.code in DECIMALS]
    return [_sums(statements.statement(account=code, unit=unit, period=statements.everything())) for unit in units]


def lines(of: FundSums, *, page: int = 1) -> list[FundLine]:
    """Return one page of 50 lines of a fund, newest first; three queries beside the book's."""
    return _explained(statements.lines(of.of, page=page), of.of.unit.code)


def every_line(*, fund_id: UUID, currency: str) -> Iterator[FundLine]:
    """Stream all lines of a fund in one currency, oldest first, a page at a time."""
    with transaction.atomic():
        try:
            of = statements.statement(account=chart.fund(fund_id), unit=currency, period=statements.everything())
        except UnknownAccount:
            return
        batch: list[StatementLine] = []
        for line in statements.every_line(of):
            batch.append(line)
            if len(batch) == statements.FETCH:
                yield from _explained(batch, currency)
                batch = []
        yield from _explained(batch, currency)


def evidence_key(*, evidence_id: UUID) -> str:
    """Return where a public picture lies; EvidenceNotFound."""
    found = Evidence.objects.filter(id=evidence_id).first()
    if found is None:
        raise EvidenceNotFound
    return found.key


def _sums(of: Statement) -> FundSums:
    currency = of.unit.code
    return FundSums(
        balance=Money(of.closing, currency),
        came=Money(of.came, currency),
        went=Money(-of.went, currency),
        line_count=of.line_count,
        of=of,
    )


def _explained(found: list[StatementLine], currency: str) -> list[FundLine]:
    """Put beside the book's lines who gave (if the giver wants it) and what was paid, with evidence."""
    entries = [line.entry_id for line in found]
    named = dict(Donation.objects.filter(entry_id__in=entries, is_named=True).values_list("entry_id", "person_id"))
    names = persons.names(person_ids=list(named.values())) if named else {}
    paid = {
        each.entry_id: each for each in Disbursement.objects.filter(entry_id__in=entries).prefetch_related("evidence")
    }
    return [
        FundLine(
            number=f"{line.cell_id}-{line.entry_id}",
            day=line.recorded_at.astimezone(clock.HOUSE_ZONE).date(),
            kind=Kind(line.kind),
            amount=Money(line.amount, currency),
            balance_after=Money(line.balance_after, currency),
            giver=names.get(named[line.entry_id], "") if line.entry_id in named else "",
            paid=paid.get(line.entry_id),
            evidence=list(paid[line.entry_id].evidence.all()) if line.entry_id in paid else [],
        )
        for line in found
    ]


def campaigns_of(*, fund_id: UUID) -> list[Campaign]:
    """Return a fund's campaigns, newest first."""
    return list(Campaign.objects.filter(fund_id=fund_id).order_by("-starts_at", "-id"))
