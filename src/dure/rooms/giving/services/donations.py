"""Gifts from a wallet into a fund: reserved, then taken, in one transaction and once per form."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from dure.events.giving import GiftMade
from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.outbox import announce
from dure.rooms.giving.errors import (
    FundClosed,
    GiftKeyReused,
    GiftNotFound,
    GiftTooLarge,
    GiftTooSmall,
    WalletTooLow,
)
from dure.rooms.giving.models import Donation, Fund
from dure.rooms.giving.queries.funds import fund_of
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Leg
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.ledger.services.holds import capture, hold

GIFT_MAX = {"KRW": 100_000_000, "CNY": 50_000_000, "USD": 10_000_000}
"""The largest single gift, in the smallest unit; more is agreed with the charity."""


@transaction.atomic
def donate(*, by: Actor, fund_id: UUID, amount: Money, client_key: UUID, is_named: bool = False) -> Donation:
    """Give an amount from one's wallet to a fund. The same `client_key` again is the same gift.

    Refused: GiftTooSmall, GiftTooLarge, FundClosed, WalletTooLow, GiftKeyReused. Nothing is left of a refused gift.
    """
    if by.person_id is None:
        raise NotSignedIn
    _check(amount)
    fund = fund_of(fund_id=fund_id)
    known = Donation.objects.filter(client_key=client_key).first()
    if known is not None:
        return _same(known, by, fund, amount)
    if not fund.is_open:
        raise FundClosed
    donation = Donation(
        id=new_id(), fund=fund, person_id=by.person_id, amount=amount.minor, currency=amount.currency,
        is_named=is_named, client_key=client_key, given_at=clock.now(),
    )  # fmt: skip
    donation.entry_id = _move(donation)
    donation.save(force_insert=True)
    announce(
        GiftMade(
            donation_id=str(donation.id),
            fund_id=str(fund.id),
            person_id=str(by.person_id),
            amount=str(amount.minor),
            currency=amount.currency,
        )
    )
    return donation


@transaction.atomic
def show_name(*, by: Actor, donation_id: UUID, is_named: bool) -> Donation:
    """Let one's name stand beside a gift in public, or take it away again."""
    if by.person_id is None:
        raise NotSignedIn
    found = Donation.objects.select_for_update().filter(id=donation_id, person_id=by.person_id).first()
    if found is None:
        raise GiftNotFound
    found.is_named = is_named
    found.save(update_fields=["is_named"])
    return found


@transaction.atomic
def forget_names(*, person_id: UUID) -> int:
    """Take the name of a person who left from every gift; the gifts stay in the book. Return how many."""
    return Donation.objects.filter(person_id=person_id, is_named=True).update(is_named=False)


def _check(amount: Money) -> None:
    if amount.minor <= 0:
        raise GiftTooSmall
    if amount.minor > GIFT_MAX[amount.currency]:
        raise GiftTooLarge(most=Money(GIFT_MAX[amount.currency], amount.currency).format(get_language() or ""))


def _same(known: Donation, by: Actor, fund: Fund, amount: Money) -> Donation:
    wanted = (by.person_id, fund.id, amount.minor, amount.currency)
    if (known.person_id, known.fund_id, known.amount, known.currency) != wanted:
        raise GiftKeyReused
    return known


def _move(donation: Donation) -> int:
    """Reserve the amount in the wallet and take it into the fund; return the entry's number."""
    reference = f"donation:{donation.client_key}"
    try:
        hold(
            reference=reference,
            account=chart.wallet(donation.person_id),
            amount=donation.amount,
            unit=donation.currency,
        )
    except InsufficientFunds as error:
        raise WalletTooLow from error
    recorded = capture(
        hold_reference=reference,
        reference=f"gift:{donation.id}",
        kind=Kind.GIFT,
        to=[Leg(chart.fund(donation.fund_id), donation.amount, donation.currency)],
        about={"for": donation.fund.name},
    )
    return recorded.entry_id
