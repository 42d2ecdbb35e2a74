"""Which pledge holds for a line, and what it comes to: pure rules."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.rooms.giving.pledging import Pledge, PledgeAsk, PledgeQuote, Scope, overlap, quote

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
FARM, OTHER_FARM, APPLE, PEAR = (uuid4() for _ in range(4))


def pledge(scope: Scope = Scope.SHOP, **changes: object) -> Pledge:
    """A pledge of 10 won of each piece of the farm, holding now, but for the changes."""
    usual: dict[str, object] = {
        "rule_id": uuid4(), "organisation_id": FARM, "scope": scope,
        "product_id": APPLE if scope is Scope.PRODUCT else None, "fund_id": uuid4(), "fixed": 10, "currency": "KRW",
        "percent_bp": None, "starts_at": NOW - timedelta(days=1), "ends_at": None,
    }  # fmt: skip
    return Pledge(**(usual | changes))


def ask(product: UUID = APPLE, *, quantity: int = 3, amount: int = 9_000, currency: str = "KRW") -> PledgeAsk:
    """A line of the farm: three apples for 9,000 won."""
    return PledgeAsk(
        key="line", product_id=product, organisation_id=FARM, quantity=quantity, amount=amount, currency=currency
    )


def test_a_sum_of_each_piece_counts_pieces() -> None:
    """10 won of each of three pieces are 30 won."""
    found = quote(ask(), [pledge()], at=NOW)
    assert found is not None
    assert found.amount == 30


def test_a_part_is_rounded_down() -> None:
    """1 % of 999 won are 9 won, and of 99 won nothing, which is no pledge."""
    part = pledge(fixed=None, currency="", percent_bp=100)
    assert quote(ask(amount=999), [part], at=NOW) == PledgeQuote(rule_id=part.rule_id, fund_id=part.fund_id, amount=9)
    assert quote(ask(amount=99), [part], at=NOW) is None


def test_the_product_goes_before_a_campaign_and_that_before_the_shop() -> None:
    """One pledge holds for a line: the most exact."""
    shop, campaign, product = pledge(), pledge(Scope.CAMPAIGN), pledge(Scope.PRODUCT)
    chosen = [
        quote(ask(what), [shop, campaign, product][:most], at=NOW) for what, most in ((APPLE, 3), (PEAR, 3), (PEAR, 1))
    ]
    assert [each.rule_id for each in chosen if each] == [product.rule_id, campaign.rule_id, shop.rule_id]


def test_of_two_campaigns_the_later_one_holds() -> None:
    """Campaigns may run side by side; the one that began last is meant."""
    old = pledge(Scope.CAMPAIGN, starts_at=NOW - timedelta(days=9))
    young = pledge(Scope.CAMPAIGN, starts_at=NOW - timedelta(days=2))
    found = quote(ask(), [old, young], at=NOW)
    assert found is not None
    assert found.rule_id == young.rule_id


def test_another_currency_lets_the_next_one_hold() -> None:
    """A sum fixed in won does not hold for a line in yuan; a part does."""
    won, part = pledge(Scope.PRODUCT), pledge(fixed=None, currency="", percent_bp=100)
    found = quote(ask(amount=5_000, currency="CNY"), [won, part], at=NOW)
    assert found is not None
    assert (found.rule_id, found.amount) == (part.rule_id, 50)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True)]
)
def test_it_holds_from_its_beginning_until_before_its_end(starts: int, ends: int | None, *, holds: bool) -> None:
    """The first moment counts, the last does not."""
    found = pledge(
        starts_at=NOW + timedelta(seconds=starts), ends_at=None if ends is None else NOW + timedelta(seconds=ends)
    )
    assert (quote(ask(), [found], at=NOW) is not None) is holds


def test_another_sellers_pledge_does_not_hold() -> None:
    """Only the seller of the line gives of it."""
    assert quote(ask(), [pledge(organisation_id=OTHER_FARM)], at=NOW) is None


@given(
    quantity=st.integers(1, 10_000),
    amount=st.integers(0, 10**12),
    fixed=st.integers(1, 10**9),
    bp=st.integers(1, 10_000),
)
def test_it_is_never_more_than_the_line(quantity: int, amount: int, fixed: int, bp: int) -> None:
    """Whatever is pledged comes out of the line."""
    for found in (pledge(fixed=fixed), pledge(fixed=None, currency="", percent_bp=bp)):
        quoted = quote(ask(quantity=quantity, amount=amount), [found], at=NOW)
        assert quoted is None or 0 < quoted.amount <= amount


@pytest.mark.parametrize(
    ("first", "second", "do"),
    [
        ((0, None), (5, None), True),
        ((0, 5), (5, None), False),
        ((0, 5), (4, 9), True),
        ((6, 9), (0, 6), False),
        ((3, 4), (0, None), True),
    ],
)
def test_pledges_overlap_when_their_times_do(
    first: tuple[int, int | None], second: tuple[int, int | None], *, do: bool
) -> None:
    """Ends are open, beginnings closed, and it is the same both ways."""
    one, other = (
        pledge(starts_at=NOW + timedelta(days=a), ends_at=None if b is None else NOW + timedelta(days=b))
        for a, b in (first, second)
    )
    assert overlap(one, other) is do
    assert overlap(other, one) is do
    assert not overlap(one, pledge(Scope.PRODUCT))
