"""Passes and signed quotes: the gate reads just what the page wrote, in its time and no other."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired, TokenSpoilt
from dure.rooms.giving.pledging import Pledge, Scope
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.passes import (
    PASS,
    Pass,
    pass_text,
    quote_text,
    quotes_until,
    read_pass,
    read_quote,
    read_quotes,
)
from dure.rooms.market.quotes import Quote

KEY = tokens.key_of("a secret of this test")
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)

words = st.text(max_size=40)
receivings = st.builds(
    Receiving,
    means=st.sampled_from(Means),
    name=words,
    phone=words,
    region_id=st.none() | st.uuids(),
    street=words,
    hub_id=st.none() | st.uuids(),
    message=words,
)
passes = st.builds(
    Pass,
    buyer_id=st.uuids(),
    receiving=receivings,
    pay_with=words,
    currency=st.sampled_from(["KRW", "CNY", "USD"]),
    until=st.just(LATER),
    with_pledges=st.booleans(),
    total_max=st.none() | st.integers(0, 10**12),
    fund_ids=st.lists(st.uuids(), max_size=2).map(tuple),
)
moments = st.datetimes(timezones=st.just(UTC))
pledges = st.builds(
    Pledge,
    rule_id=st.uuids(),
    organisation_id=st.uuids(),
    scope=st.sampled_from(Scope),
    product_id=st.none() | st.uuids(),
    fund_id=st.uuids(),
    fixed=st.none() | st.integers(1, 10**9),
    currency=st.just("KRW"),
    percent_bp=st.none() | st.integers(1, 10_000),
    starts_at=moments,
    ends_at=st.none() | moments,
)
quotes = st.builds(
    Quote,
    offer_id=st.integers(1, 2**62),
    cell_id=st.integers(1, 9),
    product_id=st.uuids(),
    seller_id=st.uuids(),
    commission_bp=st.integers(0, 10_000),
    pledges=st.lists(pledges, max_size=2).map(tuple),
    delivery_fee=st.integers(0, 10**9),
    free_delivery_from=st.none() | st.integers(0, 10**9),
    round_id=st.none() | st.uuids(),
    order_fee=st.integers(0, 10**9),
    about=words,
)


@given(passes)
def test_a_pass_is_read_as_it_was_written(found: Pass) -> None:
    assert read_pass(pass_text(found, key=KEY), key=KEY, now=NOW) == found


@given(passes)
def test_a_pass_holds_until_its_own_time(found: Pass) -> None:
    with pytest.raises(TokenExpired):
        read_pass(pass_text(found, key=KEY), key=KEY, now=LATER)


@given(passes, st.data())
def test_altered_in_any_bit_it_is_spoilt(found: Pass, data: st.DataObject) -> None:
    token = bytearray(pass_text(found, key=KEY).encode())
    place = data.draw(st.integers(0, len(token) * 8 - 1))
    token[place // 8] ^= 1 << place % 8

    with pytest.raises(TokenSpoilt):
        read_pass(token.decode("latin-1"), key=KEY, now=NOW)


@given(st.lists(quotes, max_size=3, unique_by=lambda quote: quote.offer_id))
def test_quotes_are_read_as_they_were_written(found: list[Quote]) -> None:
    written = [quote_text(quote, key=KEY, until=LATER) for quote in found]

    assert read_quotes(written, key=KEY, now=NOW) == {quote.offer_id: quote for quote in found}
    for token in written:
        with pytest.raises(TokenExpired):
            read_quote(token, key=KEY, now=LATER)
        with pytest.raises(TokenSpoilt):
            read_pass(token, key=KEY, now=NOW)


def test_every_page_of_a_minute_carries_the_same_quotes() -> None:
    ends = {quotes_until(NOW.replace(second=second)) for second in range(60)}

    assert ends == {NOW.replace(second=0) + timedelta(minutes=5)}


def test_a_pass_of_another_version_of_the_house_has_expired() -> None:
    payload = msgspec.msgpack.encode({"buyer_id": str(UUID(int=1)), "shape": "of another year"})
    token = tokens.sign(kind=PASS, payload=payload, key=KEY, until=LATER)

    with pytest.raises(TokenExpired):
        read_pass(token, key=KEY, now=NOW)
