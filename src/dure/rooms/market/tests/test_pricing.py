"""What a basket costs, whatever is in it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.money import MixedCurrencies, Money
from dure.rooms.market.pricing import Bill, DeliveryPolicy, Item, bill

SELLERS = [UUID(int=number) for number in range(1, 5)]


def won(amount: int) -> Money:
    return Money(amount, "KRW")


def item(seller: UUID = SELLERS[0], *, quantity: int = 1, price: int = 1_000, pledge: int = 0) -> Item:
    return Item(offer_id=1, seller_id=seller, quantity=quantity, unit_price=won(price), pledge=won(pledge))


def policy(fee: int = 3_000, free_from: int | None = None) -> DeliveryPolicy:
    return DeliveryPolicy(fee=won(fee), free_from=None if free_from is None else won(free_from))


some_items = st.lists(
    st.builds(
        item,
        st.sampled_from(SELLERS),
        quantity=st.integers(1, 99),
        price=st.integers(1, 10_000_000),
        pledge=st.integers(0, 100),
    ),
    max_size=20,
)
some_policies = st.fixed_dictionaries(
    {seller: st.builds(policy, st.integers(0, 10_000), st.none() | st.integers(1, 1_000_000)) for seller in SELLERS}
)


@given(items=some_items, policies=some_policies, gift=st.integers(0, 1_000_000), is_collected=st.booleans())
def test_the_total_is_every_line_every_delivery_and_the_gift(items, policies, gift, is_collected):
    found = bill(items=items, policies=policies, gift=won(gift), is_collected=is_collected)
    lines = sum(each.quantity * each.unit_price.minor for each in items)
    assert found.goods == won(lines)
    assert found.total == won(lines) + found.delivery + won(gift)
    assert found.total.minor == sum(part.total.minor for part in found.parts) + gift


@given(items=some_items, policies=some_policies)
def test_no_line_is_lost_and_each_seller_has_one_part(items, policies):
    found = bill(items=items, policies=policies, gift=won(0))
    assert sorted(map(id, items)) == sorted(id(each) for part in found.parts for each in part.items)
    assert [part.seller_id for part in found.parts] == list(dict.fromkeys(each.seller_id for each in items))
    assert all(each.seller_id == part.seller_id for part in found.parts for each in part.items)


@given(items=some_items, policies=some_policies)
def test_each_seller_asks_for_delivery_once_unless_enough_was_bought(items, policies):
    for part in bill(items=items, policies=policies, gift=won(0)).parts:
        asked = policies[part.seller_id]
        is_enough = asked.free_from is not None and part.goods >= asked.free_from
        assert part.delivery == (won(0) if is_enough else asked.fee)


@given(items=some_items, policies=some_policies)
def test_buying_what_is_missing_makes_delivery_free(items, policies):
    for part in bill(items=items, policies=policies, gift=won(0)).parts:
        if part.missing_for_free is not None:
            more = Item(
                offer_id=2, seller_id=part.seller_id, quantity=1, unit_price=part.missing_for_free, pledge=won(0)
            )
            after = bill(items=[*part.items, more], policies=policies, gift=won(0))
            assert part.missing_for_free > won(0)
            assert after.delivery == won(0)
            assert after.parts[0].missing_for_free is None


@given(items=some_items, policies=some_policies, gift=st.integers(0, 1_000_000))
def test_what_the_seller_pledges_costs_the_buyer_nothing(items, policies, gift):
    declined = [
        Item(offer_id=each.offer_id, seller_id=each.seller_id, quantity=each.quantity, unit_price=each.unit_price,
             pledge=won(0))
        for each in items
    ]  # fmt: skip
    kept = bill(items=items, policies=policies, gift=won(gift))
    assert kept.total == bill(items=declined, policies=policies, gift=won(gift)).total
    assert kept.pledge == won(sum(each.pledge.minor for each in items))


@given(items=some_items, policies=some_policies)
def test_who_collects_pays_no_delivery(items, policies):
    found = bill(items=items, policies=policies, gift=won(0), is_collected=True)
    assert found.delivery == won(0)
    assert all(part.missing_for_free is None for part in found.parts)


def test_an_empty_basket_costs_only_its_gift():
    assert bill(items=[], policies={}, gift=won(500)) == Bill(parts=(), gift=won(500))
    assert bill(items=[], policies={}, gift=won(500)).total == won(500)


def test_two_currencies_never_add_up():
    yuan = Item(offer_id=1, seller_id=SELLERS[0], quantity=1, unit_price=Money(1, "CNY"), pledge=Money.zero("CNY"))
    with pytest.raises(MixedCurrencies):
        bill(items=[yuan], policies={SELLERS[0]: policy()}, gift=won(0))
