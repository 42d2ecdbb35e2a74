"""Search finds what people mean, in three languages, with slips and half typed, and nothing that is not for sale."""

from datetime import timedelta
from typing import Any

import pytest

from dure.kernel import clock
from dure.rooms.catalog.models import Level, Offer, Product, SearchEntry, SearchWord
from dure.rooms.catalog.queries import search as queries
from dure.rooms.catalog.queries.search import Wish
from dure.rooms.catalog.queries.search_words import suggestions
from dure.rooms.catalog.services import search as services
from dure.rooms.catalog.tests import stall

WANTED = """
배추 cabbage
베추 cabbage
배츄 cabbage
배ㅊ cabbage
뱇 cabbage
qocn cabbage
ㅂㅊ cabbage
kimchi_cabbage cabbage
白菜 cabbage
白才 cabbage
大白菜 cabbage
baicai cabbage
겨울배추 cabbage
해남배추 cabbage
양배추 round-cabbage
양베추 round-cabbage
cabage round-cabbage
卷心菜 round-cabbage
무 radish
무우 radish
罗卜 radish
raddish radish
당근 carrot
carrots carrot
carott carrot
양파 onion
양빠 onion
onoin onion
대파 spring-onion
scallions spring-onion
마늘 garlic
마늘 garlic
garlick garlic
大算 garlic
생강 ginger
고추 chilli
chili chilli
감자 potato
감쟈 potato
potatos potato
马铃薯 potato
土逗 potato
고구마 sweet-potato
고구매 sweet-potato
swet_potatoe sweet-potato
sweetpotato sweet-potato
地瓜 sweet-potato
토마토 tomato
토메토 tomato
tomatoe tomato
西红市 tomato
오이 cucumber
cucmber cucumber
시금치 spinach
시굼치 spinach
spinich spinach
상추 lettuce
상츄 lettuce
호박 pumpkin
표고 mushroom
shitake mushroom
brocoli broccoli
사과 apple
샤과 apple
aple apple
苹裹 apple
평과 apple-or-none
배 pear
pears pear
감 persimmon
persimon persimmon
귤 tangerine
감귤 tangerine
mandarins tangerine
橘字 tangerine
딸기 strawberry
딸긔 strawberry
stawberry strawberry
草霉 strawberry
샤인머스켓 grape
grapse grape
葡逃 grape
복숭아 peach
복숭와 peach
peeches peach
수박 watermelon
키위 kiwi
猕猴桃 kiwi
블루배리 blueberry
bluberries blueberry
쌀 rice
rice rice
대米 rice-or-none
大米 rice
옥수수 corn
옥쑤수 corn
玉米 corn
maize corn
김 seaweed
海苔 seaweed
전복 abalone
abalon abalone
소금 salt
천일염 salt
천일렴 salt
꿀 honey
honny honey
蜂密 honey
계란 egg
게란 egg
달걀 egg
eggs egg
鸡但 egg
김치 kimchi
泡菜 kimchi
kimchee kimchi
인삼 ginseng
gingseng ginseng
tofuu tofu
제주마늘 garlic
新鲜番茄 tomato-or-none
"""


def pairs() -> list[tuple[str, str]]:
    found = [tuple(line.split(" ")) for line in dict.fromkeys(WANTED.strip().splitlines())]
    return [(query.replace("_", " "), kind) for query, kind in found if not kind.endswith("-or-none")]


@pytest.fixture
def market(regions: None) -> dict[str, list[Product]]:
    return stall.build()


def ids(found: queries.Found) -> list[Any]:
    return [hit.product_id for hit in found.hits]


def test_finds_what_people_mean_in_three_languages_with_slips(market: dict[str, list[Product]]) -> None:
    first, missed = 0, []
    for query, kind in pairs():
        wanted = {product.id for product in market[kind]}
        found = ids(queries.search(Wish(text=query), count=3))
        first += bool(found) and found[0] in wanted
        if not wanted & set(found):
            missed.append((query, kind))

    assert len(pairs()) >= 100
    assert not missed
    assert first >= 0.97 * len(pairs())


def test_says_what_it_looked_for_instead(market: dict[str, list[Product]]) -> None:
    assert queries.search(Wish(text="stawbery")).meant == "Strawberry"
    assert queries.search(Wish(text="strawberry")).meant == ""
    assert queries.search(Wish(text="草霉")).meant == "草莓"


def test_finds_nothing_for_what_nobody_sells(market: dict[str, list[Product]]) -> None:
    for text in ("자동차 부품", "motorcycle", "摩托车配件", "zzzzzzzz"):
        found = queries.search(Wish(text=text))
        assert (found.hits, found.meant) == ([], "")


def test_takes_whatever_people_type(market: dict[str, list[Product]]) -> None:
    for text in ("", "  ", "'", "\\", "':*", "a & | ! ( )", "%_", "\x00", "😀", "ㅋ" * 400, "배" * 5000, "ㅏㅏ", "1"):
        queries.search(Wish(text=text))
        suggestions(text=text, language="ko")


def test_finds_a_seller_and_a_region_in_any_language(market: dict[str, list[Product]]) -> None:
    for text in ("해남", "해남군", "haenam", "海南郡", "Haenam Plain", "해남 들녘", "헤남"):
        found = ids(queries.search(Wish(text=text)))
        sellers = set(Product.objects.filter(id__in=found).values_list("organisation__name_en", flat=True))
        assert sellers == {"Haenam Plain Farm"}, text


def test_wants_every_word_first(market: dict[str, list[Product]]) -> None:
    both = ids(queries.search(Wish(text="winter cabbage")))
    assert {product.name_en for product in Product.objects.filter(id__in=both)} == {
        "Winter napa cabbage", "Winter cabbage",
    }  # fmt: skip


def test_help_first_comes_before_others_that_fit_as_well(market: dict[str, list[Product]]) -> None:
    SearchEntry.objects.update(is_help_first=False)
    last = ids(queries.search(Wish(text="배추", kind="try-cabbage")))[-1]
    SearchEntry.objects.filter(product_id=last).update(is_help_first=True)

    assert ids(queries.search(Wish(text="배추")))[0] == last
    assert ids(queries.search(Wish(is_help_first=True))) == [last]


def test_what_is_sold_out_comes_last_or_not_at_all(market: dict[str, list[Product]]) -> None:
    first = ids(queries.search(Wish(text="배추")))[0]
    level_ids = list(Offer.objects.filter(product_id=first).values_list("level_id", flat=True))
    Level.objects.filter(level_id__in=level_ids).update(on_hand=0)

    assert ids(queries.search(Wish(text="배추")))[-1] == first
    assert first not in ids(queries.search(Wish(text="배추", is_in_stock=True)))


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "paused"},
        {"status": "ended"},
        {"is_public": False},
        {"channel": "live"},
        {"closes_at": clock.now() - timedelta(hours=1)},
    ],
    ids=["paused", "ended", "seller not approved", "other channel", "window closed"],
)
def test_shows_nothing_that_cannot_be_bought(market: dict[str, list[Product]], facts: dict[str, Any]) -> None:
    hidden = market["cabbage"][0]
    Offer.objects.filter(product_id=hidden.id).update(**facts)

    assert hidden.id not in ids(queries.search(Wish(text="배추")))
    assert market["cabbage"][1].id in ids(queries.search(Wish(text="배추")))


def test_narrows_down_by_kind_region_seller_and_price(market: dict[str, list[Product]]) -> None:
    cabbage = market["cabbage"][0]
    Offer.objects.filter(product_id=cabbage.id).update(price=99_000)

    assert {*ids(queries.search(Wish(kind="try-cabbage")))} == {product.id for product in market["cabbage"]}
    assert cabbage.id in ids(queries.search(Wish(kind="try-vegetable"), count=100))
    assert ids(queries.search(Wish(price_min=90_000, currency="KRW"))) == [cabbage.id]
    assert cabbage.id not in ids(queries.search(Wish(price_max=90_000, currency="KRW"), count=200))
    assert ids(queries.search(Wish(price_min=90_000, currency="CNY"))) == []
    assert ids(queries.search(Wish(kind="nothing-of-the-sort"))) == []
    of_seller = ids(queries.search(Wish(organisation_id=cabbage.organisation_id), count=200))
    assert set(Product.objects.filter(id__in=of_seller).values_list("organisation_id", flat=True)) == {
        cabbage.organisation_id
    }
    path = SearchEntry.objects.get(product=cabbage).region_path
    assert set(ids(queries.search(Wish(region_path=path), count=200))) == set(of_seller)
    assert len(ids(queries.search(Wish(region_path="KR"), count=200))) == SearchEntry.objects.count()


def test_sorts_by_price_and_by_day(market: dict[str, list[Product]]) -> None:
    for place, product in enumerate(market["cabbage"]):
        Offer.objects.filter(product_id=product.id).update(price=1_000 * (place + 1))
    wish = {"text": "배추", "kind": "try-cabbage"}
    cheap, dear = (ids(queries.search(Wish(order=order, **wish))) for order in ("cheap", "dear"))

    assert cheap == [product.id for product in market["cabbage"]]
    assert dear == cheap[::-1]
    assert ids(queries.search(Wish(order="new", **wish))) == cheap
    assert ids(queries.search(Wish(order="; DROP TABLE", **wish))) == cheap


def test_goes_on_where_the_last_stretch_ended(market: dict[str, list[Product]]) -> None:
    for wish in (Wish(text="try 과일"), Wish(), Wish(text="과일")):
        whole = ids(queries.search(wish, count=200))
        parts = [queries.search(wish, start=start, count=5) for start in (0, 5)]
        assert [hit for part in parts for hit in ids(part)] == whole[:10]
        assert parts[0].has_more


def test_offers_the_cheapest_that_is_in_stock(market: dict[str, list[Product]]) -> None:
    product = market["cabbage"][0]
    stall.put_on_sale(product, price=1, on_hand=0)
    cheaper = stall.put_on_sale(product, price=500)

    hits = {hit.product_id: hit.offer_id for hit in queries.search(Wish(text="배추")).hits}
    assert hits[product.id] == cheaper.offer_id


def test_follows_a_product_that_changes_and_forgets_one_that_goes(market: dict[str, list[Product]]) -> None:
    product = market["cabbage"][0]
    Product.objects.filter(id=product.id).update(name_en="Snowfield greens")
    services.index_products(product_ids=[product.id])
    assert ids(queries.search(Wish(text="snowfield"))) == [product.id]

    Product.objects.filter(id=product.id).update(status="withdrawn")
    services.index_products(product_ids=[product.id])
    assert ids(queries.search(Wish(text="snowfield"))) == []
    services.tidy_search_words()
    assert not SearchWord.objects.filter(text="snowfield").exists()


def test_counts_in_how_many_products_a_name_stands(market: dict[str, list[Product]]) -> None:
    services.tidy_search_words()

    assert SearchWord.objects.get(text="배추", sort="kind").product_count == 2


def test_looking_over_everything_again_changes_nothing(market: dict[str, list[Product]]) -> None:
    before = list(SearchEntry.objects.order_by("product_id").values_list("product_id", "document", "words"))

    assert services.index_everything() == len(before)
    assert list(SearchEntry.objects.order_by("product_id").values_list("product_id", "document", "words")) == before


TYPED = [
    ("ㅂㅊ", "ko", "배추"), ("배ㅊ", "ko", "배추"), ("뱇", "ko", "배추"), ("qoc", "ko", "배추"),
    ("cab", "en", "Cabbage"),
    ("straw", "en", "Strawberry"), ("白", "zh", "白菜"), ("bai", "zh", "白菜"), ("sweet po", "en", "Sweet potato"),
    ("sweetpo", "en", "Sweet potato"), ("xihong", "zh", "西红柿"), ("고구", "ko", "고구마"),
]  # fmt: skip


def test_suggests_while_one_types(market: dict[str, list[Product]]) -> None:
    found = [(typed, language, suggestions(text=typed, language=language)[0].text) for typed, language, _ in TYPED]

    assert found == TYPED


def test_suggests_sellers_and_regions_too(market: dict[str, list[Product]]) -> None:
    assert {word.sort for word in suggestions(text="해남", language="ko")} == {"seller", "region"}


def test_asks_as_often_for_many_as_for_few(market: dict[str, list[Product]], query_count: Any) -> None:
    assert query_count(lambda: queries.search(Wish(text="배추"))) == 1
    assert query_count(lambda: queries.search(Wish(text="과일"), count=100)) == 1
    assert query_count(lambda: queries.search(Wish(kind="try-fruit"), count=100)) == 2
    all_ids = list(Product.objects.values_list("id", flat=True))
    few = query_count(lambda: services.index_products(product_ids=all_ids[:3]))
    assert query_count(lambda: services.index_products(product_ids=all_ids)) == few
