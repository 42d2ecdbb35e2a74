"""The taxonomy: complete in three languages, and recognised in what people write."""

import pytest
from django.core.management import call_command

from dure.kernel.quantity import UNITS
from dure.rooms.catalog import errors
from dure.rooms.catalog.kind_names import KindNames
from dure.rooms.catalog.models import Kind
from dure.rooms.catalog.models.kinds import GoodsClass, Storage
from dure.rooms.catalog.queries import kinds
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.trust.queries.trades import screen
from dure.ui.art.produce import KINDS as TILES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def taxonomy() -> None:
    """The carried kinds."""
    load_kinds()


def test_there_are_kinds_enough_and_each_has_three_names():
    leaves = Kind.objects.exclude(code__in=Kind.objects.filter(parent__isnull=False).values("parent"))
    assert leaves.filter(goods_class=GoodsClass.FOOD).count() >= 250
    assert leaves.filter(goods_class=GoodsClass.NONFOOD).count() >= 20
    assert leaves.filter(goods_class=GoodsClass.RESTRICTED).count() >= 8
    assert not Kind.objects.filter(name_ko="").exists()
    for name in ("name_ko", "name_zh", "name_en"):
        assert len(set(Kind.objects.values_list(name, flat=True))) == Kind.objects.count()


def test_every_fact_of_a_kind_can_be_read():
    for kind in Kind.objects.all():
        assert kind.usual_unit in UNITS
        assert kind.storage in Storage.values
        assert kind.tile in TILES, f"{kind.code} has no drawing"
        assert all(1 <= month <= 12 for month in kind.season_months)
        assert bool(kind.licence) == (kind.goods_class == GoodsClass.RESTRICTED and kind.parent_id is not None)
        assert kind.path.endswith(kind.code)


def test_no_kind_is_a_trade_that_its_licence_does_not_cover():
    for kind in Kind.objects.all():
        texts = [kind.name_ko, kind.name_zh, kind.name_en, *kind.other_names]
        assert {finding.licence for finding in screen(texts=texts)} <= {kind.licence}, kind.code


def test_loading_again_changes_nothing_and_a_kind_that_left_stays_but_is_no_longer_offered():
    Kind.objects.create(
        code="old", path="old", position=9_999, name_ko="옛것", name_zh="旧", name_en="Old", goods_class="food",
        storage="room", usual_unit="kg", usual_amount=1,
    )  # fmt: skip
    count = Kind.objects.count()
    call_command("load_kinds", verbosity=0)
    assert Kind.objects.count() == count
    assert not Kind.objects.get(code="old").is_current
    assert "old" not in {one.code for one in kinds.kinds()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("사과", "apple"),
        ("해남 꿀고구마 5kg", "sweet-potato"),
        ("우리집 설향 딸기", "strawberry"),
        ("五常大米 10斤", "rice"),
        ("新疆和田枣", "dried-jujube"),
        ("Fuji apple", "apple"),
        ("fresh potatoes, 10 kg", "potato"),
        ("potato", "potato"),
        ("나주 배", "pear"),
        ("배", "pear"),
        ("절임배추 20kg", "salted-cabbage"),
        ("방울 토마토", "tomato"),
        ("ＴＯＭＡＴＯ", "tomato"),
        ("pineapple", "pineapple"),
        ("nothing we know", ""),
        ("", ""),
    ],
)
def test_a_kind_is_recognised_in_what_people_write(text, code):
    found = kinds.recognise(text=text)
    assert (found.code if found else "") == code


def test_the_longest_name_wins_and_signs_do_not_matter():
    names = KindNames.of([("leaf", ["Cabbage"]), ("salted", ["Salted cabbage"])])
    assert names.guess("our SALTED-cabbage!") == "salted"
    assert names.guess("cabbages") == ""
    assert names.exactly("cabbage") == "leaf"


def test_the_line_of_a_kind_leads_down_to_it_and_children_stand_below():
    assert [one.code for one in kinds.line_of(code="hallabong")] == ["food", "fruit", "citrus", "hallabong"]
    assert "tangerine" in {one.code for one in kinds.children(code="citrus")}
    assert {one.code for one in kinds.children()} == {"food", "nonfood", "restricted"}
    with pytest.raises(errors.KindUnknown):
        kinds.line_of(code="moonstone")


def test_what_is_in_season_follows_the_month_and_the_half_of_the_globe():
    northern = {one.code for one in kinds.in_season(month=9, count=500)}
    southern = {one.code for one in kinds.in_season(month=3, count=500, is_southern=True)}
    assert northern == southern
    assert "apple" in northern
    assert "hallabong" not in northern


def test_what_a_seller_lists_is_suggested_first():
    from dure.rooms.catalog import factories  # noqa: PLC0415  made after the taxonomy

    mine = factories.product(kind_code="garlic")
    assert kinds.suggested(organisation_id=mine.organisation_id)[0].code == "garlic"
    assert len(kinds.suggested(organisation_id=mine.organisation_id)) == kinds.SUGGESTED_COUNT
