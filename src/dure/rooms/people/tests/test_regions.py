"""The carried regions: complete, one tree, and found in three languages."""

import csv
from collections import Counter
from decimal import Decimal
from math import cos, hypot, radians
from pathlib import Path

import pytest
from django.db.models import F
from django.utils import translation

from dure.rooms.people.errors import RegionUnknown
from dure.rooms.people.models import HelpFirst, Level, Region
from dure.rooms.people.queries import regions as queries
from dure.rooms.people.services.regions import load_regions
from dure.rooms.people.sources import SOURCES

pytestmark = pytest.mark.usefixtures("regions")

OUTSIDE = Path(__file__).resolve().parents[6] / "shared/data-eval/epidemic/korea_sigungu_coordinates_facilities.csv"
KOREA = {
    "서울특별시": 25,
    "전남광주통합특별시": 27,
    "부산광역시": 16,
    "대구광역시": 9,
    "인천광역시": 11,
    "대전광역시": 5,
    "울산광역시": 5,
    "세종특별자치시": 1,
    "경기도": 31,
    "충청북도": 11,
    "충청남도": 15,
    "경상북도": 22,
    "경상남도": 18,
    "제주특별자치도": 2,
    "강원특별자치도": 18,
    "전북특별자치도": 14,
}


def test_every_level_is_complete():
    counts = Counter(Region.objects.order_by().values_list("country", "level"))
    assert counts["KR", "province"] == 16
    assert counts["KR", "city"] + counts["KR", "county"] == 230
    assert (counts["CN", "province"], counts["CN", "city"], counts["CN", "county"]) == (31, 333, 2974)
    assert {one.country for one in queries.countries()} == {"KR", "CN", "HK", "MO", "TW"}


def test_every_korean_province_has_its_cities_and_counties():
    found = Counter(
        Region.objects.filter(country="KR", parent__level="province").values_list("parent__name_ko", flat=True)
    )
    assert found == KOREA


def test_the_tree_has_no_orphans_and_paths_follow_parents():
    below = Region.objects.exclude(level=Level.COUNTRY).select_related("parent")
    assert not below.filter(parent__isnull=True).exists()
    assert all(one.path == f"{one.parent.path}/{one.code}" and one.country == one.parent.country for one in below)
    assert not Region.objects.filter(parent=F("id")).exists()


def test_codes_are_unique_and_of_the_national_form():
    keys = list(Region.objects.values_list("country", "code"))
    assert len(keys) == len(set(keys))
    inner = Region.objects.exclude(level=Level.COUNTRY)
    assert not inner.filter(country="KR").exclude(code__regex=r"^\d{5}$").exists()
    assert not inner.filter(country="CN").exclude(code__regex=r"^\d{6}$").exists()
    iso = [one for one in Region.objects.values_list("iso_code", flat=True) if one]
    assert len(iso) == len(set(iso)) == 5 + 15 + 31


def test_names_are_written_in_their_own_script():
    assert not Region.objects.filter(country="KR").exclude(name_ko__regex=r"^[가-힣]+$").exists()
    assert not Region.objects.filter(country="CN").exclude(name_zh__regex=r"^[\u3400-\u9fff]+$").exists()
    assert not Region.objects.exclude(name_en="").filter(name_en__regex=r"[\u3400-\u9fff가-힣]").exists()


def test_every_fact_names_a_source_we_know():
    for field in ("source", "coordinates_source", "population_source"):
        notes = Region.objects.exclude(**{field: ""}).order_by().values_list(field, flat=True).distinct()
        assert {note.partition(":")[0] for note in notes} <= set(SOURCES)
    assert not Region.objects.filter(latitude__isnull=False, coordinates_source="").exists()
    assert not Region.objects.filter(population__isnull=False, population_source="").exists()


def test_every_korean_region_lies_in_korea_and_near_its_province():
    inside = Region.objects.filter(country="KR").exclude(level=Level.COUNTRY)
    assert not inside.filter(latitude__isnull=True).exists()
    assert not inside.exclude(latitude__range=(Decimal(33), Decimal("38.7"))).exists()
    assert not inside.exclude(longitude__range=(Decimal("124.5"), Decimal(132))).exists()


def test_known_places_stand_where_they_are():
    chilgok = queries.region(country="KR", code="47850")
    assert (chilgok.name_ko, chilgok.name_zh, chilgok.name_en) == ("칠곡군", "漆谷郡", "Chilgok-gun")
    assert [one.name_ko for one in queries.ancestors(region=chilgok)] == ["대한민국", "경상북도"]
    assert queries.region(country="CN", code="520000").name_ko == "구이저우성"
    assert queries.region(country="CN", code="610100").name_en == "Xi'an"


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("42110", "춘천시"),
        ("45110", "전주시"),
        ("47720", "군위군"),
        ("46820", "해남군"),
        ("29200", "광산구"),
        ("28170", "미추홀구"),
    ],
)
def test_a_former_code_leads_to_the_region_of_today(former, now):
    assert queries.region(country="KR", code=former).name_ko == now


def test_refuses_a_code_nobody_has_had():
    with pytest.raises(RegionUnknown):
        queries.region(country="KR", code="99999")


def test_an_unknown_name_falls_back_openly():
    county = queries.region(country="CN", code="520421") if Region.objects.filter(code="520421").exists() else None
    county = county or Region.objects.filter(country="CN", level=Level.COUNTY, name_ko="").first()
    assert county.name_and_language("ko") == (county.name_zh, "zh")
    assert county.name_and_language("en")[1] == "en"
    with translation.override("ko"):
        assert (county.name, county.name_language) == (county.name_zh, "zh")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("칠곡", "47850"),
        ("漆谷", "47850"),
        ("chilgok", "47850"),
        ("Chilgog", "47850"),
        ("경북", "47000"),
        ("贵州", "520000"),
        ("guiyang", "520100"),
        ("구이양", "520100"),
        ("47850", "47850"),
        ("전라남도", "12000"),
    ],
)
def test_search_finds_by_name_in_three_languages(text, code):
    assert code in [one.code for one in queries.search_regions(text=text)[:5]]


@pytest.mark.parametrize("text", ["", "   ", "%%%", "ㅁㄴㅇㄹ", "' OR 1=1 --"])
def test_search_finds_nothing_where_nothing_is(text):
    assert queries.search_regions(text=text) == []


def test_search_stays_within_the_asked_country_and_branch():
    gyeongbuk = queries.region(country="KR", code="47000")
    assert {one.code for one in queries.search_regions(text="군위", below=gyeongbuk)} == set()
    assert all(one.country == "CN" for one in queries.search_regions(text="an", country="CN"))
    assert len(queries.search_regions(text="an")) == queries.SEARCHED_AT_MOST


def test_lists_ask_the_database_as_often_for_few_as_for_many(query_count):
    sejong, gyeonggi = (queries.region(country="KR", code=code) for code in ("36000", "41000"))
    few = query_count(lambda: [one.marks for one in queries.children(parent=sejong)])
    many = query_count(lambda: [one.marks for one in queries.children(parent=gyeonggi)])
    assert few == many == 2
    assert query_count(lambda: queries.search_regions(text="칠곡")) == query_count(
        lambda: queries.search_regions(text="an")
    )


def test_loading_again_changes_nothing_and_keeps_ids():
    before = dict(Region.objects.values_list("path", "id"))
    again = load_regions()
    assert (again.retired, again.marks) == (0, 0)
    assert dict(Region.objects.values_list("path", "id")) == before


def test_loading_retires_what_left_the_list_and_keeps_what_staff_changed():
    korea = Region.objects.get(code="KR")
    gone = Region.objects.create(
        country="KR", code="99000", level="province", parent=korea, path="KR/99000", name_ko="옛도", source="mois"
    )
    mark = HelpFirst.objects.first()
    HelpFirst.objects.filter(id=mark.id).update(source="corrected by staff")
    assert load_regions().retired == 1
    gone.refresh_from_db()
    mark.refresh_from_db()
    assert (gone.is_current, mark.source) == (False, "corrected by staff")


def test_a_point_not_known_is_that_of_the_next_region_up():
    county = Region.objects.filter(
        country="CN", level=Level.COUNTY, latitude__isnull=True, parent__latitude__isnull=False
    ).first()
    point = queries.nearest_known_point(region=county)
    assert point.region == county.parent
    assert queries.nearest_known_point(region=queries.region(country="KR", code="47850")).region.code == "47850"


def test_coordinates_agree_with_an_independent_list():
    if not OUTSIDE.exists():
        pytest.skip("the independent list is not on this machine")
    named = {}
    for one in Region.objects.filter(country="KR", parent__level="province").select_related("parent"):
        for province in (one.parent.name_ko, *one.parent.aliases):
            named[province, one.name_en] = one
    with OUTSIDE.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["city"].endswith(("-si", "-gun", "-gu"))]
    moved = {("경상북도", "Gunwi-gun"), ("인천광역시", "Jung-gu"), ("인천광역시", "Dong-gu"), ("인천광역시", "Seo-gu")}
    pairs = [
        (row, named.get((row["province_ko"], row["city"])))
        for row in rows
        if (row["province_ko"], row["city"]) not in moved
    ]
    assert [row["city"] for row, region in pairs if region is None] == []
    far = [
        region.name_ko
        for row, region in pairs
        if hypot(
            float(region.latitude) - float(row["latitude"]),
            (float(region.longitude) - float(row["longitude"])) * cos(radians(37)),
        )
        * 111
        > 40
    ]
    assert len(far) <= 3, far
