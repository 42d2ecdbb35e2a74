"""Sharing out never loses a unit: whatever the amount and the shares, the legs sum to zero."""

from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.drafts import Leg, problem_of_legs


@given(minor=st.integers(1, 2**60), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_shares_of_an_amount_are_a_sound_entry(minor, weights):
    weights[0] += 1
    shares = [share.minor for share in Money(minor, "KRW").allocate(weights) if share]
    to = [Leg(chart.commission(), share, "KRW") for share in shares]

    assert sum(shares) == minor
    assert problem_of_legs((Leg(chart.held_for_orders(), -minor, "KRW"), *to)) is None
