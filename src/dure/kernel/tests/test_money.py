"""Money: whole minor units; nothing is lost, and nothing unreadable is guessed."""

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.errors import BadInput
from dure.kernel.money import DECIMALS, MixedCurrencies, Money, OtherCurrency, TooFine, UnreadableAmount

amounts = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(list(DECIMALS)))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("13,900원", "KRW", 13_900),
        ("13900", "KRW", 13_900),
        ("₩ 13,900", "KRW", 13_900),
        ("￦13，900", "KRW", 13_900),
        ("１３９００", "KRW", 13_900),
        ("1만 5천원", "KRW", 15_000),
        ("1만5000", "KRW", 15_000),
        ("천원", "KRW", 1_000),
        ("1억2천만원", "KRW", 120_000_000),
        ("¥12.50", "CNY", 1_250),
        ("￥12.5", "CNY", 1_250),
        ("12块", "CNY", 1_200),
        ("3.5万元", "CNY", 3_500_000),
        ("$1,234.5", "USD", 123_450),
        ("US$3", "USD", 300),
        ("-$3.20", "USD", -320),
        ("5달러", "USD", 500),
    ],
)
def test_reads_what_people_type(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency=currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "refusal"),
    [
        ("", "KRW", UnreadableAmount),
        ("원", "KRW", UnreadableAmount),
        ("1,23", "KRW", UnreadableAmount),
        ("1e5", "KRW", UnreadableAmount),
        ("--5", "KRW", UnreadableAmount),
        ("5만5만", "KRW", UnreadableAmount),
        ("∞", "KRW", UnreadableAmount),
        ("9" * 40, "KRW", UnreadableAmount),
        ("배추", "KRW", UnreadableAmount),
        ("12.5", "KRW", TooFine),
        ("0.001", "USD", TooFine),
        ("$5", "KRW", OtherCurrency),
    ],
)
def test_refuses_what_is_no_amount(text: str, currency: str, refusal: type[BadInput]) -> None:
    with pytest.raises(refusal):
        Money.parse(text, currency=currency)


@pytest.mark.parametrize(
    ("money", "korean", "chinese", "english"),
    [
        (Money(13_900, "KRW"), "13,900원", "13,900韩元", "₩13,900"),
        (Money(-1_250, "CNY"), "-12.50위안", "-¥12.50", "-CN¥12.50"),
        (Money(123_450, "USD"), "1,234.50달러", "US$1,234.50", "$1,234.50"),
    ],
)
def test_prints_as_each_language_writes(money: Money, korean: str, chinese: str, english: str) -> None:
    assert [money.format(language) for language in ("ko", "zh-hans", "en")] == [korean, chinese, english]


@given(amounts, st.sampled_from(["ko", "zh-hans", "en"]))
def test_reads_back_what_it_prints(money: Money, language: str) -> None:
    assert Money.parse(money.format(language), currency=money.currency) == money


@given(amounts, st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(any))
def test_sharing_out_loses_no_unit_and_stays_fair(money: Money, weights: list[int]) -> None:
    shares = money.allocate(weights)

    assert Money.total(shares, currency=money.currency) == money
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Decimal(money.minor) * weight / sum(weights)) < 1


@given(amounts, st.integers(1, 50))
def test_equal_parts_differ_by_one_unit_at_most(money: Money, parts: int) -> None:
    minors = [part.minor for part in money.split(parts)]

    assert max(minors) - min(minors) <= 1
    assert sum(minors) == money.minor


@given(st.integers(-(10**15), 10**15), st.integers(0, 2_000_000))
def test_a_rate_rounds_half_away_from_zero(minor: int, rate: int) -> None:
    share = Money(minor, "KRW").share(parts_per_million=rate)

    exact = Decimal(minor) * rate / 1_000_000
    assert abs(share.minor - exact) <= Decimal("0.5")
    assert Money(-minor, "KRW").share(parts_per_million=rate) == -share


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.lt, operator.ge])
def test_never_mixes_currencies(operation: object) -> None:
    with pytest.raises(MixedCurrencies):
        operation(Money(1, "KRW"), Money(1, "CNY"))  # type: ignore[operator]


def test_is_ordered_within_a_currency() -> None:
    assert Money(1, "KRW") < Money(2, "KRW")
    assert max(Money(3, "USD"), Money(2, "USD")) == Money(3, "USD")
    assert Money(1, "KRW") != Money(1, "CNY")


@pytest.mark.parametrize(
    ("minor", "currency", "error"),
    [(1.0, "KRW", TypeError), (1, "EUR", ValueError), (2**63, "KRW", OverflowError)],
)
def test_refuses_floats_unknown_currencies_and_giants(minor: int, currency: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Money(minor, currency)
    with pytest.raises(TypeError):
        _ = Money(1, "KRW") * 1.5  # type: ignore[operator]
