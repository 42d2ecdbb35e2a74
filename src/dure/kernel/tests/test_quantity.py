"""Quantities: exact, read and printed in three languages, never mixed; places and their distances."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel.errors import BadInput
from dure.kernel.money import Money
from dure.kernel.place import Place, Point, UnreadablePoint
from dure.kernel.quantity import UNITS, MixedUnits, OtherKind, Quantity, UnreadableQuantity

quantities = st.builds(Quantity.of, st.integers(0, 10**9), st.sampled_from(sorted(UNITS)))


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("10kg", Quantity.of(10, "kg")),
        ("1.5 리터", Quantity.of("1.5", "l")),
        ("３ 箱", Quantity.of(3, "box")),
        ("2斤", Quantity.of(2, "jin")),
        ("1,200 g", Quantity.of(1_200, "g")),
        ("20개", Quantity.of(20, "piece")),
        ("5 boxes", Quantity.of(5, "box")),
        ("3포기", Quantity.of(3, "head")),
    ],
)
def test_reads_what_people_type(text: str, quantity: Quantity) -> None:
    assert Quantity.parse(text) == quantity


@pytest.mark.parametrize(
    ("text", "like", "refusal"),
    [
        ("", "", UnreadableQuantity),
        ("kg", "", UnreadableQuantity),
        ("10", "", UnreadableQuantity),
        ("-3 kg", "", UnreadableQuantity),
        ("2.5 상자", "", UnreadableQuantity),
        ("10 parsecs", "", UnreadableQuantity),
        ("9" * 30 + "kg", "", UnreadableQuantity),
        ("3 상자", "kg", OtherKind),
        ("3 상자", "bag", OtherKind),
    ],
)
def test_refuses_what_is_no_quantity(text: str, like: str, refusal: type[BadInput]) -> None:
    with pytest.raises(refusal):
        Quantity.parse(text, like=like)


@given(quantities, st.sampled_from(["ko", "zh-hans", "en"]))
def test_reads_back_what_it_prints(quantity: Quantity, language: str) -> None:
    assert Quantity.parse(quantity.format(language)) == quantity


def test_prints_as_each_language_writes() -> None:
    assert [Quantity.of("1.5", "kg").format(each) for each in ("ko", "zh-hans", "en")] == ["1.5kg", "1.5公斤", "1.5 kg"]
    assert Quantity.of(1_000, "box").format("ko") == "1,000상자"
    assert Quantity.of(20, "min").to("h").format("en") == "0.333333333 h"
    assert [Quantity.of(count, "head").format("en") for count in (1, 2)] == ["1 head", "2 heads"]


def test_adds_within_a_kind_and_never_mixes() -> None:
    assert Quantity.of(1, "kg") + Quantity.of(500, "g") == Quantity.of("1.5", "kg")
    assert Quantity.of(1, "jin").to("g").amount == Decimal(500)
    for other in (Quantity.of(1, "l"), Quantity.of(1, "box")):
        with pytest.raises(MixedUnits):
            _ = Quantity.of(1, "kg") + other
    with pytest.raises(MixedUnits):
        _ = Quantity.of(1, "bag") < Quantity.of(1, "box")


def test_tells_the_unit_price() -> None:
    assert Quantity.of(10, "kg").unit_price(Money(13_900, "KRW")) == (Money(139, "KRW"), Quantity.of(100, "g"))
    assert Quantity.of(3, "head").unit_price(Money(10_000, "KRW")) == (Money(3_333, "KRW"), Quantity.of(1, "head"))


SEOUL, BUSAN = Point.of("37.5665", "126.9780"), Point.of(35.1796, 129.0756)


def test_measures_the_way_over_the_earth() -> None:
    assert abs(SEOUL.distance_m(BUSAN) - 325_000) < 2_000
    assert SEOUL.distance_m(SEOUL) == 0
    assert Place(point=SEOUL).distance_m(Place(address="Busan")) is None


@pytest.mark.parametrize(("north", "east"), [("91", "0"), ("0", "181"), ("x", "0"), ("nan", "0")])
def test_refuses_points_that_are_not_on_the_earth(north: str, east: str) -> None:
    with pytest.raises(UnreadablePoint):
        Point.of(north, east)


def test_a_place_says_something() -> None:
    assert Place(address="  강원도  춘천시 ").address == "강원도 춘천시"
    with pytest.raises(ValueError, match="address or a point"):
        Place()
