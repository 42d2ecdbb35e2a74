"""Lists as co-operatives, markets and shop programs write them: what is told in one column or another, or by a row."""

from io import BytesIO

import pytest

from dure.kernel.money import Money
from dure.kernel.quantity import UnreadableQuantity
from dure.rooms.catalog.list_cells import read_count, read_price, read_size
from dure.rooms.catalog.list_rows import rows_told_whole
from dure.rooms.catalog.queries.imports import preview
from dure.rooms.catalog.services import imports

pytestmark = pytest.mark.django_db


def told(farm, text: str) -> list[tuple[object, ...]]:
    """Return kind, size, price, count and package of every row, or the codes of what is wrong with it."""
    uploaded = imports.look_at_list(**farm.own, file=BytesIO(text.encode()), name="list.csv")
    return [
        (row.product.kind_code, str(row.size.size), row.size.terms.price.minor, row.size.count, row.size.package)
        if row.product and row.size else tuple(sorted(why.code for why in row.problems.values()))
        for row in preview(uploaded).rows
    ]  # fmt: skip


def test_the_radish_is_goods_and_not_the_word_for_nothing(farm):
    assert told(farm, "품목,품종,규격,단가,재고\n무,무,20kg,14000,5\n쌀,-,20kg,62000,40포") == [
        ("radish", "20 kg", 14_000, 5, ""), ("rice", "20 kg", 62_000, 40, ""),
    ]  # fmt: skip


def test_a_group_of_goods_leaves_the_kind_to_the_name(farm):
    found = told(farm, "分类,商品,规格,价格\n水果,阳光玫瑰葡萄,2kg,25000\n蔬菜,韭菜,1把,3000\n과일,모듬,2kg,9000")
    assert [row[0] for row in found] == ["shine-muscat", "chives", "fruit"]


def test_how_much_is_in_one_may_stand_in_the_package_or_the_name(farm):
    assert told(farm, "Item,Pack,Price,Available\nApples,40 lb carton,32000,60 cs\nEggs,15 dozen,45000,3") == [
        ("apple", "18.14368 kg", 32_000, 60, "carton"), ("egg", "180 piece", 45_000, 3, ""),
    ]  # fmt: skip
    assert told(farm, "상품명,판매단위,가격\n꿀사과 5kg (14과),박스,39900\n유정란 1판,판,9900\n열무 2단,단,5000") == [
        ("apple", "5 kg", 39_900, 0, "박스"), ("egg", "1 box", 9_900, 0, ""),
        ("radish-greens", "2 bunch", 5_000, 0, ""),
    ]  # fmt: skip


def test_a_package_that_tells_numbers_we_cannot_read_is_not_taken_as_usual(farm):
    assert told(farm, "Item,Pack,Price\nBlueberries,12 x 1 pint flat,28000") == [("unreadable_quantity",)]


def test_words_for_the_size_of_a_fruit_are_its_grade_where_the_price_is_for_a_measure(farm):
    text = "品名,规格,单价(元/斤),库存\n苹果,80-85mm,4500,20000斤\n核桃,纸皮,1200,1500公斤\n苹果,2L,4000,3"
    uploaded = imports.look_at_list(**farm.own, file=BytesIO(text.replace("元", "원").encode()), name="list.csv")
    rows = preview(uploaded).good
    assert [(str(row.size.size), row.size.count, row.size.lot.grade) for row in rows] == [
        ("1 jin", 20_000, "80-85mm"), ("1 jin", 3_000, "纸皮"), ("1 jin", 3, "2L"),
    ]  # fmt: skip
    assert told(farm, "品名,规格,价格\n苹果,80-85mm,4500\n苹果,L,4500") == [("unreadable_quantity",)] * 2


def test_units_told_as_number_unit_and_name_are_one_size(farm):
    heads = "producer,name,category,units,unit_type,variant_unit_name,price,on_hand,on_demand\n"
    assert told(farm, f"{heads}A,Carrots,Vegetables,1,,bunch,2500,40,0\nA,Apples,Fruit,500,g,,3100,25,\n") == [
        ("carrot", "1 bunch", 2_500, 40, "bunch"), ("apple", "500 g", 3_100, 25, ""),
    ]  # fmt: skip


def test_further_sizes_of_goods_named_once_are_understood(farm):
    heads = "Handle,Title,Body (HTML),Option1 Value,Variant Inventory Qty,Variant Price\n"
    rows = "a,Fuji Apples,<p>Crisp &amp; sweet</p>,5 kg,20,24000\na,,,10 kg,8,44000\n"
    assert told(farm, heads + rows) == [("apple", "5 kg", 24_000, 20, ""), ("apple", "10 kg", 44_000, 8, "")]
    uploaded = imports.look_at_list(**farm.own, file=BytesIO((heads + rows).encode()), name="list.csv")
    assert [row.product.story for row in preview(uploaded).good] == ["Crisp & sweet", ""]


def test_goods_are_not_carried_over_what_lies_between():
    columns = {"name": 0, "price": 1}
    assert rows_told_whole([["사과", "1"], ["", "2"], ["", ""], ["", "3"], ["", "없음"]], columns) == [
        ["사과", "1"], ["사과", "2"], ["", ""], ["사과", "3"], ["", "없음"],
    ]  # fmt: skip


def test_a_price_column_that_says_nothing_gives_way_to_one_that_does(farm):
    text = "Name,Stock,Weight (kg),Sale price,Regular price\nOnions,5,2,,5900\nGarlic,3,0.5,3500,4000\nApples,0,1,,9900"
    assert [row[2] for row in told(farm, text)] == [5_900, 4_000, 9_900]


def test_a_table_of_market_prices_is_read_by_the_day_or_the_average(farm):
    assert told(farm, '품목,품종,단위,당일,1일전\n배추,가을,1포기,"3,520","3,480"\n쌀,일반,20kg,"62,450",-') == [
        ("napa-cabbage", "1 head", 3_520, 0, ""), ("rice", "20 kg", 62_450, 0, ""),
    ]  # fmt: skip
    assert told(farm, "품목,규격,최고가,최저가,평균가,거래량\n대파,1키로단,2500,1200,1830,54") == [
        ("spring-onion", "1 kg", 1_830, 54, "단")
    ]


def test_prices_like_the_numbers_of_days_are_prices(farm):
    assert told(farm, "사과,5kg,32000,40\n양파,10kg,41000,33\n감자,5kg,35000,2")[0] == ("apple", "5 kg", 32_000, 40, "")


@pytest.mark.parametrize(
    ("written", "size", "package"),
    [
        ("1,5 kg", "1.5 kg", ""), ("1,500 g", "1500 g", ""), ("25# bag", "11.3398 kg", "bag"),
        ("50-lb sack", "22.6796 kg", "sack"),
        ("48 1-lb film bags", "21.772416 kg", "48 1-lb film bags"),
        ("2 dozen", "24 piece", ""), ("1접", "100 piece", ""),
        ("9枚*1盒", "9 piece", "1盒"), ("20포", "20 bag", ""), ("净重5斤", "5 jin", ""),
    ],
)  # fmt: skip
def test_sizes_of_other_countries_and_trades_are_read(written, size, package):
    found = read_size(written)
    assert (str(found.size), found.package) == (size, package)


@pytest.mark.parametrize("written", ["80mm", "S", "M", "80-85mm", "1되"])
def test_how_large_a_fruit_is_tells_no_amount(written):
    with pytest.raises(UnreadableQuantity):
        read_size(written)


@pytest.mark.parametrize(
    ("written", "minor"),
    [("3,90", 390), ("1.234,50", 123_450), ("$7,50", 750), ("1,234.50", 123_450), ("1,234", 123_400)],
)
def test_a_comma_may_part_the_cents(written, minor):
    assert read_price(written, currency="USD")[0] == Money(minor, "USD")


def test_a_price_for_a_measure_we_do_not_know_is_refused():
    with pytest.raises(UnreadableQuantity):
        read_price("$1,028.50/ton", currency="USD")
    assert read_price("¥68.00/箱", currency="CNY")[1] is None


@pytest.mark.parametrize(
    ("written", "count"), [("12,0", 12), ("40포", 40), ("60 cs", 60), ("1,200", 1_200), ("12,5", None)]
)
def test_counts_are_read(written, count):
    assert read_count(written, size=read_size("5kg")) == count
