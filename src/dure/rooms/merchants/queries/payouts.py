"""What is due, what is on its way, and what a payout was made of. Amounts in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from dure.kernel.clock import HOUSE_ZONE, now, today
from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.kernel.numbers import made_at
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.accounts import available_among, balance
from dure.rooms.ledger.queries.statements import Period, StatementLine
from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount, PayoutRun, PayoutStatus
from dure.rooms.merchants.payout_days import LEAST, next_payout_day, payout_day_from
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

RUN_MAX = 5_000
"""How many payouts one bank file holds; the rest is due in the next one."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a merchant would be paid now. `hold` says why not: no_account, unconfirmed, bounced, changed, too_little."""

    merchant: Merchant
    account: PayoutAccount | None
    amount: Money
    hold: str


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A seller's money: earned and not paid out yet, when it is sent, why it waits (`hold`), and what is on its way."""

    earned: Money
    pays_on: date
    hold: str
    account: PayoutAccount | None
    under_way: list[Payout]

    @property
    def total_under_way(self) -> Money:
        """What the bank is about to book."""
        return Money(sum(payout.amount for payout in self.under_way), self.earned.currency)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a run would send, and what it would leave for now with the reason of each."""

    currency: str
    pays_on: date
    payable: list[Due]
    held: list[Due]

    @property
    def total(self) -> Money:
        """The sum of what would be sent."""
        return Money(sum(due.amount.minor for due in self.payable), self.currency)

    @property
    def total_held(self) -> Money:
        """The sum of what would wait."""
        return Money(sum(due.amount.minor for due in self.held), self.currency)


@dataclass(frozen=True, kw_only=True)
class PayoutStatement:
    """Everything that moved a merchant's earnings since the payout before, and this payout as the last line."""

    payout: Payout
    opening: int
    lines: list[StatementLine]
    closing: int


def coming(*, organisation_id: UUID) -> Coming:
    """Return a seller's money and when it comes; NotFound where the organisation does not sell."""
    merchant = Merchant.objects.filter(pk=organisation_id).first()
    if merchant is None:
        raise NotFound
    due = _dues([merchant], currency=merchant.currency)[0]
    usable = due.account.usable_from.astimezone(HOUSE_ZONE).date() if due.account else today()
    return Coming(
        earned=due.amount,
        pays_on=payout_day_from(today(), usable),
        hold=due.hold,
        account=due.account,
        under_way=list(payouts(organisation_id=organisation_id).filter(status=PayoutStatus.UNDER_WAY)),
    )


def preview(*, currency: str) -> Preview:
    """Return what a run in a currency would send now, largest first; the same number of queries for any number."""
    merchants = Merchant.objects.filter(currency=currency).select_related("organisation").order_by("pk")
    dues = [due for due in _dues(list(merchants), currency=currency) if due.amount.minor > 0]
    dues.sort(key=lambda due: (-due.amount.minor, due.merchant.pk))
    payable = [due for due in dues if not due.hold]
    return Preview(
        currency=currency,
        pays_on=next_payout_day(today()),
        payable=payable[:RUN_MAX],
        held=[due for due in dues if due.hold],
    )


def payouts(*, organisation_id: UUID) -> QuerySet[Payout]:
    """Return a merchant's payouts, newest first, with account and run."""
    return Payout.objects.filter(merchant_id=organisation_id).select_related("account", "run").order_by("-id")


def some_payouts(*, organisation_id: UUID, before: UUID | None, count: int) -> list[Payout]:
    """Return so many of a merchant's payouts, newest first, made before one of them."""
    found = payouts(organisation_id=organisation_id)
    return list((found.filter(id__lt=before) if before else found)[:count])


def runs() -> QuerySet[PayoutRun]:
    """Return every run, newest first, with who made it."""
    return PayoutRun.objects.select_related("made_by").order_by("-made_at", "-id")


def run(*, run_id: UUID) -> PayoutRun:
    """Return one run, or refuse with NotFound."""
    found = runs().filter(id=run_id).first()
    if found is None:
        raise NotFound
    return found


def payouts_of(*, run_id: UUID) -> QuerySet[Payout]:
    """Return the payouts of a run, largest first, with merchant and account."""
    found = Payout.objects.filter(run_id=run_id).select_related("merchant__organisation", "account")
    return found.order_by("-amount", "id")


def payout(*, payout_id: UUID, by: Actor) -> Payout:
    """Return one payout to those who may act for the merchant; NotFound to everybody else."""
    found = Payout.objects.select_related("merchant__organisation", "account", "run").filter(id=payout_id).first()
    if found is None:
        raise NotFound
    demand_role(by=by, organisation_id=found.merchant_id, least=Role.MEMBER)
    return found


def statement(*, payout: Payout) -> PayoutStatement:
    """Return what a payout was made of: every line of the earnings since the payout before. In a transaction."""
    before = Payout.objects.filter(merchant_id=payout.merchant_id, currency=payout.currency, id__lt=payout.id)
    last = before.order_by("-id").first()
    after = last.entry_id if last else 0
    first_day = (made_at(after) if after else payout.merchant.started_at).astimezone(HOUSE_ZONE).date()
    last_day = made_at(payout.entry_id).astimezone(HOUSE_ZONE).date()
    of = statements.statement(
        account=chart.earnings(payout.merchant_id),
        unit=payout.currency,
        period=Period(min(first_day, last_day), last_day),
    )
    lines = [line for line in statements.every_line(of) if after < line.entry_id <= payout.entry_id]
    opening = lines[0].balance_after - lines[0].amount
    return PayoutStatement(payout=payout, opening=opening, lines=lines, closing=lines[-1].balance_after)


def under_way_in_book(*, currency: str) -> tuple[int, int]:
    """Return what the book and what our payouts say is on its way to the bank; they are equal."""
    rows = Payout.objects.filter(currency=currency, status=PayoutStatus.UNDER_WAY).aggregate(total=Sum("amount"))
    return balance(account=chart.payouts_under_way(), unit=currency), int(rows["total"] or 0)


def _dues(merchants: Sequence[Merchant], *, currency: str) -> list[Due]:
    codes = {merchant.pk: chart.earnings(merchant.pk) for merchant in merchants}
    free = available_among(accounts=codes.values(), unit=currency)
    in_use = PayoutAccount.objects.filter(Q(replaced_at__isnull=True), merchant__in=list(codes))
    accounts = {account.merchant_id: account for account in in_use}
    return [
        _due(merchant, accounts.get(merchant.pk), Money(free[codes[merchant.pk]], currency)) for merchant in merchants
    ]


def _due(merchant: Merchant, account: PayoutAccount | None, amount: Money) -> Due:
    hold = account.hold_at(now()) if account else "no_account"
    if not hold and 0 < amount.minor < LEAST[amount.currency]:
        hold = "too_little"
    return Due(merchant=merchant, account=account, amount=amount, hold=hold)
