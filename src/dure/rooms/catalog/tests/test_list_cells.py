"""Cells as people write them: sizes, prices, counts and days."""

from datetime import date, timedelta

import pytest

from dure.kernel.money import Money, UnreadableAmount
from dure.kernel.quantity import Quantity, UnreadableQuantity
from dure.rooms.catalog.list_cells import price_of, read_count, read_day_near, read_price, read_size, read_span
from dure.rooms.catalog.list_columns import field_of, guess_columns, note_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "size", "package"),
    [
        ("5kg", "5 kg", ""), ("5kg 상자", "5 kg", "상자"), ("10kg(20과 내외)", "10 kg", "20과"), ("５ｋｇ", "5 kg", ""),
        ("500g*10봉", "5000 g", "500g*10봉"), ("10x500g", "5000 g", "10x500g"), ("1판(30구)", "30 piece", "1판"),
        ("1박스(10kg)", "10 kg", "1박스"), ("2~3kg", "2 kg", ""), ("5斤/箱", "5 jin", "箱"), ("kg", "1 kg", ""),
        ("한 상자", "1 box", ""), ("半斤", "0.5 jin", ""), ("10키로", "10 kg", ""), ("20kg그물망", "20 kg", "그물망"),
        ("净重500克", "500 g", ""), ("约5斤", "5 jin", ""), ("12 pcs", "12 piece", ""), ("포기", "1 head", ""),
    ],
)  # fmt: skip
def test_sizes_are_read_with_their_packing(written, size, package):
    found = read_size(written)
    assert (str(found.size), found.package) == (size, package)


@pytest.mark.parametrize("written", ["한아름", "", "많이", "3", "9" * 20 + "kg", "1근"])
def test_what_tells_no_size_is_refused(written):
    with pytest.raises(UnreadableQuantity):
        read_size(written)


@pytest.mark.parametrize(
    ("written", "note", "minor", "per"),
    [
        ("12,000원", "", 12_000, "None"), ("1만 5천원", "", 15_000, "None"), ("₩12,000", "", 12_000, "None"),
        ("15000원/box", "", 15_000, "None"), ("12,000원/kg", "", 12_000, "1 kg"), ("1kg당 5,000원", "", 5_000, "1 kg"),
        ("15", "천원", 15_000, "None"), ("3500", "원/kg", 3_500, "1 kg"),
        ("약 12,000원(택배비 별도)", "", 12_000, "None"),
        ("5000원/100g", "", 5_000, "100 g"),
    ],
)  # fmt: skip
def test_prices_are_read_with_the_measure_they_are_for(written, note, minor, per):
    price, measure = read_price(written, currency="KRW", note=note)
    assert (price.minor, str(measure)) == (minor, per)


@pytest.mark.parametrize("written", ["10,000~12,000", "시가", "#REF!", "=A1*2", "15.000원", "싸게", ""])
def test_what_is_no_price_is_refused(written):
    with pytest.raises(UnreadableAmount):
        read_price(written, currency="KRW")


def test_a_price_for_a_measure_becomes_the_price_of_one():
    price, per = read_price("3.5元/斤", currency="CNY")
    assert price_of(price, per=per, size=Quantity.of(5, "jin")) == Money(1750, "CNY")
    assert price_of(price, per=per, size=Quantity.of(5, "kg")) == Money(3500, "CNY")
    assert price_of(price, per=per, size=Quantity.of(1, "box")) is None


@pytest.mark.parametrize(
    ("written", "note", "count"),
    [
        ("40", "", 40), ("40박스", "", 40), ("1,000 ea", "", 1000), ("약 50개", "", 50), ("품절", "", 0),
        ("500kg", "", 100),
        ("500", "kg", 100), ("12.0", "", 12), ("-2", "", -2), ("1.5", "", None), ("충분", "", None),
        ("3리터", "", None),
    ],
)  # fmt: skip
def test_counts_are_read_also_as_weights(written, note, count):
    assert read_count(written, size=Quantity.of(5, "kg"), note=note) == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", "2026-11-22"), ("2026. 11. 2.", "2026-11-02"), ("26/1/5", "2026-01-05"),
        ("20261122", "2026-11-22"),
        ("2026年11月22日", "2026-11-22"), ("2026-11-22T00:00:00", "2026-11-22"), ("46348", "2026-11-22"),
        ("11/22/2026", "2026-11-22"), ("22/11/2026", "2026-11-22"), ("5.11.2026", "2026-11-05"),
        ("5 Nov 2026", "2026-11-05"),
        ("November 22, 2026", "2026-11-22"), ("11월 22일", "2026-11-22"), ("12/24", "2025-12-24"),
        ("tomorrow", "None"), ("2026-13-01", "None"), ("11월 중순", "None"), ("2026", "None"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, day):
    assert str(read_day_near(text, today=TODAY, is_past=True)) == day


def test_how_long_something_keeps_is_read():
    found = [read_span(written) for written in ("7일", "15天", "3개월", "2 weeks", "2026-11-22", "soon")]
    assert found == [timedelta(days=7), timedelta(days=15), timedelta(days=90), timedelta(days=14), None, None]


@pytest.mark.parametrize(
    ("head", "field", "note"),
    [
        ("판매가(원/kg)", "price", "원/kg"), ("price_krw", "price", "krw"), ("wholesale_cny_kg", "price", "cny/kg"),
        ("중량(kg)", "size", "kg"), ("단가/kg", "price", "kg"), ("Weight (g)", "size", "g"),
        ("库存（箱）", "count", "箱"),
        ("품 명", "name", ""), ("Harvest Date", "harvested_on", ""), ("kg", "", ""), ("전화번호", "", ""),
    ],
)  # fmt: skip
def test_heads_are_recognised_with_what_they_say_beside(head, field, note):
    assert (field_of(head), note_of(head)) == (field, note)


def test_the_price_for_buyers_wins_over_that_of_the_trade():
    assert guess_columns(["품목", "품종", "도매가", "소매가", "금액"]) == {"kind": 0, "variety": 1, "price": 3}
