"""The last touch at or before the order's moment, within its window, of the line's seller: against a plain search."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.rooms.market.promoting import (
    MOMENTS_MAX,
    ONE_HOST_ORDERS_MAX,
    Moment,
    Reason,
    Sold,
    Suspicion,
    Visit,
    commission_of,
    judge,
    last_visit,
    new_code,
    percent,
    renewed,
    same_place,
)
from dure.rooms.market.queries.promotions import from_moments, read_moments

BEGIN = datetime(2026, 11, 22, tzinfo=UTC)
minutes = st.integers(0, 400)
moments = st.builds(
    lambda at, lasts, bp: Moment(
        at=BEGIN + timedelta(minutes=at), until=BEGIN + timedelta(minutes=at + lasts), commission_bp=bp
    ),
    minutes, st.integers(1, 300), st.integers(1, 3_000),
)  # fmt: skip
SELLERS, PRODUCTS = [UUID(int=1), UUID(int=2)], [UUID(int=11), UUID(int=12)]
visits = st.builds(
    lambda link, seller, product, offer, times: Visit(
        link_id=UUID(int=link), seller_id=seller, product_id=product, offer_id=offer, moments=times
    ),
    st.integers(100, 110), st.sampled_from(SELLERS), st.sampled_from([None, *PRODUCTS]), st.sampled_from([None, 7, 8]),
    st.lists(moments, max_size=4),
)  # fmt: skip
lines = st.builds(
    lambda seller, product, offer: Sold(seller_id=seller, product_id=product, offer_id=offer),
    st.sampled_from(SELLERS), st.sampled_from(PRODUCTS), st.sampled_from([7, 8]),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(visits, max_size=6, unique_by=lambda each: each.link_id), lines, minutes)
def test_nobody_came_later_whose_link_counts(came, line, at_minute):
    at = BEGIN + timedelta(minutes=at_minute)
    found = last_visit(came, line=line, at=at)
    counting = [
        moment.at
        for visit in came
        if visit.seller_id == line.seller_id
        and visit.product_id in (None, line.product_id)
        and visit.offer_id in (None, line.offer_id)
        for moment in visit.moments
        if moment.at <= at < moment.until
    ]
    assert (found is None) == (not counting)
    if found:
        visit, moment = found
        assert moment in visit.moments
        assert moment.at == max(counting)
        assert last_visit(list(reversed(came)), line=line, at=at) == found


@settings(deadline=None)
@given(st.lists(moments, max_size=40))
def test_of_a_visitors_times_the_last_are_kept(times):
    kept: list[Moment] = []
    for moment in times:
        kept = renewed(kept, moment=moment)
    assert len(kept) <= MOMENTS_MAX
    assert kept == sorted(kept, key=lambda each: each.at)
    assert {each.at for each in kept} <= {each.at for each in times}
    if times:
        assert max(each.at for each in times) == kept[-1].at
    assert read_moments(from_moments(kept)) == kept


@settings(deadline=None)
@given(st.integers(0, 10**12), st.integers(1, 3_000), st.integers(-(10**6), 10**12))
def test_a_commission_is_rounded_to_the_coin_and_never_more_than_the_seller_has(kept, bp, has):
    found = commission_of(kept=kept, commission_bp=bp, at_most=has, currency="KRW")
    exact = (kept * bp * 2 + 10_000) // 20_000
    assert found == min(exact, max(has, 0))
    assert 0 <= found <= max(has, 0)


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 3_000))
def test_less_kept_never_earns_more(one, other, bp):
    less, more = sorted((one, other))
    assert commission_of(kept=less, commission_bp=bp, at_most=less, currency="KRW") <= commission_of(
        kept=more, commission_bp=bp, at_most=more, currency="KRW"
    )


REFUSALS = {
    Reason.SAME_PERSON: {"is_same_person": True, "is_same_organisation": True},
    Reason.SELLERS_OWN: {"is_sellers_own": True},
    Reason.SAME_ORGANISATION: {"is_same_organisation": True},
    Reason.PAID_BY_HOST: {"is_paid_by_host": True},
    Reason.SAME_ADDRESS: {"is_same_address": True},
    Reason.HOST_SUSPENDED: {"is_suspended": True},
    Reason.NOT_RUNNING: {"is_running": False},
    Reason.BUDGET_SPENT: {"budget_left": 99},
    Reason.ONE_HOST_ONLY: {"orders_through_this_host": ONE_HOST_ORDERS_MAX},
    Reason.DAY_CAP: {"orders_of_host_today": 50},
    Reason.LAST_LINK: {"budget_left": 100, "orders_through_this_host": 40, "orders_through_others": 1},
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_every_reason_is_found(reason):
    assert judge(Suspicion(**REFUSALS[reason]), commission=100, day_max=50) == reason


def test_codes_names_and_numbers():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {8}
    assert [percent(bp) for bp in (300, 450, 1_000, 1)] == ["3", "4.5", "10", "0.01"]
    assert same_place("전남 해남군 1-2 ") == same_place("전남해남군12")
