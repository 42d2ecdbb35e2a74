"""What changed about a line since it was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.rooms.market.changes import Offered, Reason, Wanted, available, change_of

counts = st.integers(0, 500)
prices = st.integers(1, 1_000_000)
some_wanted = st.builds(Wanted, quantity=st.integers(1, 500), seen_price=prices)
some_offered = st.builds(Offered, price=prices, free=counts, is_open=st.booleans(), allowed=st.none() | counts)


def offered(price: int = 1_000, free: int = 10, *, is_open: bool = True, allowed: int | None = None) -> Offered:
    return Offered(price=price, free=free, is_open=is_open, allowed=allowed)


@pytest.mark.parametrize(
    ("now", "reasons", "quantity"),
    [
        (None, {Reason.NOT_FOUND}, 0),
        (offered(is_open=False), {Reason.CLOSED}, 0),
        (offered(free=2), {Reason.SOLD_OUT}, 2),
        (offered(free=0), {Reason.SOLD_OUT}, 0),
        (offered(allowed=1), {Reason.LIMIT_REACHED}, 1),
        (offered(price=1_200), {Reason.PRICE_CHANGED}, 3),
        (offered(price=900), {Reason.PRICE_CHANGED}, 3),
        (offered(price=1_200, free=2, allowed=1), {Reason.PRICE_CHANGED, Reason.SOLD_OUT, Reason.LIMIT_REACHED}, 1),
    ],
)
def test_every_change_is_told_with_what_can_be_had(now, reasons, quantity):
    change = change_of(Wanted(quantity=3, seen_price=1_000), now)
    assert change is not None
    assert set(change.reasons) == reasons
    assert change.quantity == quantity
    assert change.is_gone == (quantity == 0)


def test_nothing_is_told_where_nothing_changed():
    assert change_of(Wanted(quantity=3, seen_price=1_000), offered(free=3, allowed=3)) is None


@given(wanted=some_wanted, now=some_offered)
def test_a_line_mended_once_needs_no_more_mending(wanted, now):
    change = change_of(wanted, now)
    if change is not None and not change.is_gone:
        mended = Wanted(quantity=change.quantity, seen_price=change.price)
        assert change_of(mended, now) is None


@given(quantity=st.integers(1, 500), now=some_offered)
def test_nobody_is_promised_more_than_there_is_or_than_they_may_take(quantity, now):
    found = available(quantity, now)
    assert 0 <= found <= quantity
    assert found <= now.free
    assert now.allowed is None or found <= now.allowed
    assert now.is_open or found == 0
