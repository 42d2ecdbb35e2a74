"""Tokens: read as they were signed, in their time, and not at all when anything of them was touched."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired, TokenSpoilt

KEY = tokens.key_of("a secret of this test")
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)

payloads = st.binary(max_size=300)


def _signed(payload: bytes, kind: bytes = b"pass") -> str:
    return tokens.sign(kind=kind, payload=payload, key=KEY, until=LATER)


@given(payloads)
def test_reads_what_was_signed_until_its_time(payload: bytes) -> None:
    token = _signed(payload)

    assert tokens.read(kind=b"pass", token=token, key=KEY, now=NOW) == payload
    assert tokens.read(kind=b"pass", token=token, key=KEY, now=LATER - timedelta(seconds=1)) == payload
    with pytest.raises(TokenExpired):
        tokens.read(kind=b"pass", token=token, key=KEY, now=LATER)


@given(payloads)
def test_a_genuine_token_tells_when_it_ends(payload: bytes) -> None:
    assert tokens.ends_at(_signed(payload)) == LATER.timestamp()


@given(payloads, st.data())
def test_altered_in_any_bit_it_is_spoilt(payload: bytes, data: st.DataObject) -> None:
    token = bytearray(_signed(payload).encode())
    place = data.draw(st.integers(0, len(token) * 8 - 1))
    token[place // 8] ^= 1 << place % 8

    with pytest.raises(TokenSpoilt):
        tokens.read(kind=b"pass", token=token.decode("latin-1"), key=KEY, now=NOW)


@given(payloads, st.data())
def test_cut_or_lengthened_it_is_spoilt(payload: bytes, data: st.DataObject) -> None:
    token = _signed(payload)
    cut = token[: data.draw(st.integers(0, len(token) - 1))]

    for other in (cut, token + "A", token + "=", " " + token, token + "."):
        with pytest.raises(TokenSpoilt):
            tokens.read(kind=b"pass", token=other, key=KEY, now=NOW)


@given(st.text(max_size=80))
def test_what_nobody_signed_is_spoilt(text: str) -> None:
    with pytest.raises(TokenSpoilt):
        tokens.read(kind=b"pass", token=text, key=KEY, now=NOW)


def test_a_token_of_another_kind_or_key_is_spoilt() -> None:
    with pytest.raises(TokenSpoilt):
        tokens.read(kind=b"quote", token=_signed(b"x"), key=KEY, now=NOW)
    with pytest.raises(TokenSpoilt):
        tokens.read(kind=b"pas", token=_signed(b"x"), key=KEY, now=NOW)
    with pytest.raises(TokenSpoilt):
        tokens.read(kind=b"pass", token=_signed(b"x"), key=tokens.key_of("another secret"), now=NOW)


@pytest.mark.parametrize("kind", [b"", b"Pass", b"pa.ss", b"p" * 17])
def test_a_kind_is_a_few_letters(kind: bytes) -> None:
    with pytest.raises(ValueError, match="kind"):
        tokens.sign(kind=kind, payload=b"", key=KEY, until=LATER)


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="aware"):
        tokens.sign(kind=b"pass", payload=b"", key=KEY, until=LATER.replace(tzinfo=None))
