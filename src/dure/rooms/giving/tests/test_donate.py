"""Gifts from a wallet: once, whole, public in amount and nameless unless wanted."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from dure.events.giving import GiftMade
from dure.kernel.errors import NotSignedIn, Refusal
from dure.kernel.http import HOUSE, STRANGER, Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.testing import Announced
from dure.rooms.giving import errors, factories
from dure.rooms.giving.models import Donation, Fund
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.services.donations import GIFT_MAX, donate, forget_names, show_name
from dure.rooms.giving.services.funds import pause_fund
from dure.rooms.giving.tests.conftest import held_by
from dure.rooms.ledger import chart
from dure.rooms.ledger import factories as ledger
from dure.rooms.ledger.queries.accounts import available, open_holds

pytestmark = pytest.mark.django_db
Trace = Callable[[], tuple[int, ...]]


def won(amount: int) -> Money:
    """An amount of won."""
    return Money(amount, "KRW")


def test_it_moves_from_the_wallet_to_the_fund(dee, fund: Fund, announced: Announced) -> None:
    """What leaves the wallet is in the fund, nothing stays held, and others hear of it."""
    ledger.deposit(person_id=dee.id, amount=5_000)
    given = donate(by=Actor(person_id=dee.id), fund_id=fund.id, amount=won(3_000), client_key=new_id())
    assert held_by(fund) == 3_000
    assert available(account=chart.wallet(dee.id), unit="KRW") == 2_000
    assert open_holds(account=chart.wallet(dee.id)) == []
    event = announced(GiftMade)
    assert event is not None
    assert (event.donation_id, event.amount) == (str(given.id), "3000")


def test_a_form_sent_twice_gives_once(dee, fund: Fund) -> None:
    """The same key is the same gift; with another amount it is refused."""
    ledger.deposit(person_id=dee.id, amount=5_000)
    key, by = new_id(), Actor(person_id=dee.id)
    first = donate(by=by, fund_id=fund.id, amount=won(1_000), client_key=key)
    assert donate(by=by, fund_id=fund.id, amount=won(1_000), client_key=key) == first
    with pytest.raises(errors.GiftKeyReused):
        donate(by=by, fund_id=fund.id, amount=won(2_000), client_key=key)
    assert (held_by(fund), Donation.objects.count()) == (1_000, 1)


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(0, errors.GiftTooSmall), (-5, errors.GiftTooSmall), (5_001, errors.WalletTooLow),
     (GIFT_MAX["KRW"] + 1, errors.GiftTooLarge)],
)  # fmt: skip
def test_a_refused_gift_leaves_nothing(dee, fund: Fund, trace: Trace, amount: int, reason: type[Refusal]) -> None:
    """No hold, no entry, no row, no news."""
    ledger.deposit(person_id=dee.id, amount=5_000)
    before = trace()
    with pytest.raises(reason):
        donate(by=Actor(person_id=dee.id), fund_id=fund.id, amount=won(amount), client_key=new_id())
    assert trace() == before


def test_a_paused_fund_an_unknown_one_and_a_stranger_are_refused(dee, fund: Fund, trace: Trace) -> None:
    """Each with its reason, and nothing is left."""
    ledger.deposit(person_id=dee.id, amount=5_000)
    pause_fund(by=HOUSE, fund_id=fund.id)
    before = trace()
    for by, fund_id, reason in (
        (Actor(person_id=dee.id), fund.id, errors.FundClosed),
        (Actor(person_id=dee.id), uuid4(), errors.FundNotFound),
        (STRANGER, fund.id, NotSignedIn),
    ):
        with pytest.raises(reason):
            donate(by=by, fund_id=fund_id, amount=won(10), client_key=new_id())
    assert trace() == before


def test_givers_stay_unnamed_unless_they_choose(dee, ana, fund: Fund) -> None:
    """The public list has a name only where it is wanted, and it can be taken away."""
    factories.give(fund=fund, giver_id=dee.id, amount=100)
    named = factories.give(fund=fund, giver_id=ana.id, amount=200, is_named=True)

    def givers() -> list[str]:
        return [line.giver for line in queries.lines(queries.sums(fund_id=fund.id)[0])]

    assert givers() == [ana.name, ""]
    show_name(by=Actor(person_id=ana.id), donation_id=named.id, is_named=False)
    assert givers() == ["", ""]
    show_name(by=Actor(person_id=ana.id), donation_id=named.id, is_named=True)
    forget_names(person_id=ana.id)
    assert givers() == ["", ""]
    with pytest.raises(errors.GiftNotFound):
        show_name(by=Actor(person_id=dee.id), donation_id=named.id, is_named=True)
