"""A small market for the tests of search: kinds, farms and products with names in three languages."""

from datetime import timedelta
from typing import Any, Final

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.numbers import new_number
from dure.rooms.catalog import factories
from dure.rooms.catalog.models import Kind, Level, Offer, Product, Variant
from dure.rooms.catalog.services import search
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.people import factories as people
from dure.rooms.people.queries import regions

GROUPS: Final = {
    "try-vegetable": ("채소", "蔬菜", "Vegetables"),
    "try-fruit": ("과일", "水果", "Fruit"),
    "try-grain": ("곡물", "谷物", "Grain"),
    "try-sea": ("수산물", "水产", "From the sea"),
    "try-other": ("가공식품", "加工食品", "Larder"),
}
KINDS: Final = """
vegetable cabbage 배추|白菜|Napa cabbage|kimchi cabbage|大白菜
vegetable round-cabbage 양배추|卷心菜|Cabbage
vegetable radish 무|萝卜|Radish|무우
vegetable carrot 당근|胡萝卜|Carrot
vegetable onion 양파|洋葱|Onion
vegetable spring-onion 대파|大葱|Spring onion|scallion
vegetable garlic 마늘|大蒜|Garlic
vegetable ginger 생강|生姜|Ginger
vegetable chilli 고추|辣椒|Chilli|chili pepper
vegetable potato 감자|土豆|Potato|马铃薯
vegetable sweet-potato 고구마|红薯|Sweet potato|地瓜
vegetable tomato 토마토|番茄|Tomato|西红柿|방울토마토
vegetable cucumber 오이|黄瓜|Cucumber
vegetable aubergine 가지|茄子|Aubergine|eggplant
vegetable spinach 시금치|菠菜|Spinach
vegetable lettuce 상추|生菜|Lettuce
vegetable pumpkin 호박|南瓜|Pumpkin
vegetable broccoli 브로콜리|西兰花|Broccoli
vegetable mushroom 표고버섯|香菇|Shiitake mushroom
fruit apple 사과|苹果|Apple
fruit pear 배|梨|Pear
fruit persimmon 감|柿子|Persimmon|단감
fruit tangerine 감귤|柑橘|Tangerine|귤|mandarin|橘子
fruit strawberry 딸기|草莓|Strawberry
fruit grape 포도|葡萄|Grape|샤인머스캣
fruit peach 복숭아|桃子|Peach
fruit watermelon 수박|西瓜|Watermelon
fruit melon 참외|甜瓜|Korean melon
fruit plum 자두|李子|Plum
fruit kiwi 참다래|猕猴桃|Kiwi fruit|키위
fruit blueberry 블루베리|蓝莓|Blueberry
fruit jujube 대추|红枣|Jujube
fruit chestnut 밤|板栗|Chestnut
grain rice 쌀|大米|Rice
grain barley 보리|大麦|Barley
grain soybean 콩|大豆|Soybean|메주콩
grain corn 옥수수|玉米|Corn|maize
grain sesame 참깨|芝麻|Sesame
sea seaweed 김|海苔|Laver|seaweed
sea kelp 다시마|海带|Kelp
sea abalone 전복|鲍鱼|Abalone
sea salt 천일염|海盐|Sea salt|소금
sea dried-pollack 황태|干明太鱼|Dried pollack
other honey 꿀|蜂蜜|Honey
other egg 계란|鸡蛋|Egg|달걀
other kimchi 김치|泡菜|Kimchi
other tofu 두부|豆腐|Tofu
other ginseng 인삼|人参|Ginseng|고려인삼
"""
FARMS: Final = (
    ("해남 들녘", "海南原野农场", "Haenam Plain Farm", "해남군"),
    ("의성 마늘밭", "义城蒜田", "Uiseong Garlic Field", "의성군"),
    ("제주 바람농장", "济州风农场", "Jeju Wind Farm", "서귀포시"),
    ("철원 두루미", "铁原鹤农场", "Cheorwon Crane Farm", "철원군"),
)
ADJECTIVES: Final = (("겨울", "冬", "Winter"), ("햇", "新", "New season"), ("무농약", "无农药", "Pesticide-free"))


def build(*, per_kind: int = 2) -> dict[str, list[Product]]:
    """Make the market, index it, and return its products by the last part of their kind's code."""
    farms = [_farm(*names) for names in FARMS]
    made: dict[str, list[Product]] = {}
    for place, kind in enumerate(_kinds()):
        code = kind.code.removeprefix("try-")
        made[code] = [_product(kind, farms[(place + turn) % len(farms)], turn) for turn in range(per_kind)]
    products = [product for some in made.values() for product in some]
    Product.objects.bulk_create(products)
    put_all_on_sale(products)
    search.index_products(product_ids=[product.id for product in products])
    return made


def put_all_on_sale(products: list[Product]) -> None:
    """Make a size, a level of ten and an open offer for 10,000 won of each product."""
    variants = [Variant(product=each, base=1_000_000, unit="kg", created_at=clock.now()) for each in products]
    levels = [
        Level(cell_id=HOME_CELL, level_id=new_number(), organisation_id=each.organisation_id, variant_id=variant.id,
              location_id=new_id(), on_hand=10, reserved=0, sold=0)
        for each, variant in zip(products, variants, strict=True)
    ]  # fmt: skip
    offers = [
        Offer(cell_id=HOME_CELL, offer_id=new_number(), organisation_id=each.organisation_id, product_id=each.id,
              variant_id=level.variant_id, level_id=level.level_id, channel="shop", price=10_000, currency="KRW",
              is_public=True, changed_at=clock.now())
        for each, level in zip(products, levels, strict=True)
    ]  # fmt: skip
    Variant.objects.bulk_create(variants)
    Level.objects.bulk_create(levels)
    Offer.objects.bulk_create(offers)


def _kinds() -> list[Kind]:
    """Make the taxonomy and return the kinds things are sold of."""
    for place, (code, names) in enumerate(GROUPS.items()):
        _kind(code, None, place + 1_000, names)
    found = []
    for place, line in enumerate(KINDS.strip().splitlines()):
        group, code, words = line.split(" ", 2)
        parent = Kind.objects.get(code=f"try-{group}")
        found.append(_kind(f"try-{code}", parent, place + 2_000, tuple(words.split("|"))))
    return found


def _kind(code: str, parent: Kind | None, position: int, names: tuple[str, ...]) -> Kind:
    korean, chinese, english, *others = names
    return Kind.objects.create(
        code=code, parent=parent, path=f"{parent.path}/{code}" if parent else code, position=position,
        name_ko=korean, name_zh=chinese, name_en=english, other_names=others, goods_class="food", storage="room",
        usual_unit="kg", usual_amount=1,
    )  # fmt: skip


def _farm(korean: str, chinese: str, english: str, county: str) -> Any:
    """Make a farm in a county of the carried list."""
    region = regions.search_regions(text=county, country="KR")[0]
    farm = people.make_organisation(name=korean, region_id=region.id)
    names = {"name_ko": korean, "name_zh": chinese, "name_en": english}
    type(farm).objects.filter(id=farm.id).update(**names)
    return farm


def _product(kind: Kind, farm: Any, turn: int) -> Product:
    korean, chinese, english = ADJECTIVES[turn % len(ADJECTIVES)]
    return Product(
        organisation_id=farm.id, kind=kind, name=f"{korean} {kind.name_ko}", name_ko=f"{korean} {kind.name_ko}",
        name_zh=f"{chinese}{kind.name_zh}", name_en=f"{english} {kind.name_en.lower()}", status="listed",
        created_at=clock.now() - timedelta(days=turn), changed_at=clock.now(),
    )  # fmt: skip


def put_on_sale(product: Product, *, price: int = 10_000, on_hand: int = 10) -> Offer:
    """Make a size, a level and an open offer for a product."""
    return factories.offer(of=product, size=f"{1 + product.variants.count()} kg", price=price, on_hand=on_hand)
