"""Passes and signed quotes: the gate reads just what the page wrote, in its time and no other."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired, TokenSpoilt
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.passes import PASS, Pass, pass_text, read_pass

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


def test_a_pass_of_another_version_of_the_house_has_expired() -> None:
    payload = msgspec.msgpack.encode({"buyer_id": str(UUID(int=1)), "shape": "of another year"})
    token = tokens.sign(kind=PASS, payload=payload, key=KEY, until=LATER)

    with pytest.raises(TokenExpired):
        read_pass(token, key=KEY, now=NOW)
