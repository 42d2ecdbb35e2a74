"""What can be told about regions: the tree, search, and who is to be helped first."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from dure.kernel.clock import today
from dure.rooms.people import addresses
from dure.rooms.people.errors import RegionUnknown
from dure.rooms.people.models import HelpFirst, Level, Region
from dure.rooms.people.models.regions import NAME_ORDERS

SEARCHED_AT_MOST = 50
LIKE_ENOUGH = 0.45
MARKS: str = "marks"
"""The attribute of `Region` that holds its active marks."""


def active_marks() -> QuerySet[HelpFirst]:
    """Return the help-first marks that hold today, newest first."""
    day = today()
    return HelpFirst.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
    ).order_by("-year", "programme")


def with_marks(regions: QuerySet[Region]) -> QuerySet[Region]:
    """Return the regions, each with its active help-first marks in `marks`, in one further query."""
    return regions.prefetch_related(Prefetch("help_first", queryset=active_marks(), to_attr=MARKS))


def region(*, country: str, code: str) -> Region:
    """Return a region by its official code, or one that has taken the code's place, with its marks."""
    return _first(with_marks(_of_code(country, code)), country, code)


def bare_region(*, country: str, code: str) -> Region:
    """Return a region as `region` does, without its marks: in one query."""
    return _first(_of_code(country, code), country, code)


class Surroundings(NamedTuple):
    """What lies around a region: itself with all above it below the country, the provinces, whether it is divided."""

    line: list[Region]
    provinces: list[Region]
    is_divided: bool


def around(*, region: Region) -> Surroundings:
    """Return what lies around a region, in one query."""
    above = Q(code__in=region.ancestor_codes())
    standing = Q(is_current=True) & (Q(level=Level.PROVINCE) | Q(parent=region))
    known = list(Region.objects.filter(above | standing, country=region.country))
    line = sorted((one for one in known if one.code in region.ancestor_codes()), key=lambda one: len(one.path))
    return Surroundings(
        line=[one for one in [*line, region] if one.level != Level.COUNTRY],
        provinces=[one for one in known if one.level == Level.PROVINCE and one.is_current],
        is_divided=any(one.parent_id == region.id and one.is_current for one in known),
    )


def countries() -> QuerySet[Region]:
    """Return the countries and regions of ISO 3166-1 we know, Korea and China first."""
    first = Case(
        When(country="KR", then=Value(0)),
        When(country="CN", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Region.objects.current().filter(level=Level.COUNTRY).order_by(first, "country")


def children(*, parent: Region) -> QuerySet[Region]:
    """Return the regions directly under one, by code, with their marks."""
    return with_marks(Region.objects.current().children_of(parent).order_by("code"))


def help_first_counts(*, country: str) -> dict[str, int]:
    """Return how many marked regions each province of a country has, by the province's code."""
    marked = Region.objects.current().filter(country=country, help_first__in=active_marks())
    counts: dict[str, int] = {}
    for path in marked.values_list("path", flat=True).distinct():
        province = path.split("/")[1]
        counts[province] = counts.get(province, 0) + 1
    return counts


def help_first_of_the_day(*, day: date, count: int) -> list[Region]:
    """Return some of the marked regions, others every day, so that each is shown first in its turn."""
    marked = Region.objects.current().filter(help_first__in=active_marks()).distinct().order_by("country", "code")
    total = marked.count()
    start = day.toordinal() * count % total if total else 0
    found = list(with_marks(marked)[start : start + count])
    missing = min(count, total) - len(found)
    return know_above(found=found + list(with_marks(marked)[:missing]))


def ancestors(*, region: Region) -> list[Region]:
    """Return the regions above one, from the country down, in one query."""
    found = Region.objects.filter(country=region.country, code__in=region.ancestor_codes())
    return sorted(found, key=lambda one: len(one.path))


def know_above(*, found: list[Region]) -> list[Region]:
    """Give each region `above_in_country`, what lies between it and its country, top first; one query for all."""
    codes = {code for one in found for code in one.ancestor_codes()[1:]}
    known = {(one.country, one.code): one for one in Region.objects.filter(code__in=codes)} if codes else {}
    for one in found:
        one.above_in_country = [known[one.country, code] for code in one.ancestor_codes()[1:]]
    return found


def region_name_of(*, table: str) -> str:
    """Return the SQL for a region's name as `Region.name_in` tells it, in the language of the parameter `language`."""
    ko, zh, en = (_first_known(table, NAME_ORDERS[language]) for language in ("ko", "zh-hans", "en"))
    return f"CASE %(language)s WHEN 'ko' THEN {ko} WHEN 'zh' THEN {zh} ELSE {en} END"


def line_of(*, region: Region) -> list[Region]:
    """Return a region with everything above it, below the country: province, city, county."""
    return [one for one in [*ancestors(region=region), region] if one.level != Level.COUNTRY]


def search_regions(
    *, text: str, country: str = "", level: str = "", below: Region | None = None, only_help_first: bool = False
) -> list[Region]:
    """Return the regions whose name in any of the three languages is or resembles the text, best first; at most 50."""
    wanted = addresses.tidy(text).lower()
    if not wanted:
        return []
    regions = Region.objects.current().filter(country=country) if country else Region.objects.current()
    if level:
        regions = regions.filter(level=level)
    if below is not None:
        regions = regions.below(below)
    if only_help_first:
        regions = regions.filter(help_first__in=active_marks())
    return know_above(found=list(with_marks(_ranked(regions, wanted))[:SEARCHED_AT_MOST]))


def _of_code(country: str, code: str) -> QuerySet[Region]:
    """Return who bears a code, before those that have taken its place."""
    bears = Case(When(code=code.upper(), then=Value(0)), default=Value(1), output_field=IntegerField())
    known = Region.objects.filter(Q(code=code.upper()) | Q(former_codes__contains=[code]), country=country.upper())
    return known.order_by(bears, "id")


def _first(found: QuerySet[Region], country: str, code: str) -> Region:
    if (region := found.first()) is None:
        raise RegionUnknown(country=country, code=code)
    return region


def _ranked(regions: QuerySet[Region], wanted: str) -> QuerySet[Region]:
    """Return the regions that match, exact names first, then beginnings, then names that sound alike."""
    fit = Case(
        When(
            Q(name_ko__iexact=wanted) | Q(name_zh__iexact=wanted) | Q(name_en__iexact=wanted) | Q(code=wanted),
            then=Value(0),
        ),
        When(Q(search_text__startswith=wanted) | Q(search_text__contains=f"\n{wanted}"), then=Value(1)),
        When(search_text__contains=wanted, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    matching = Q(search_text__contains=wanted) | Q(code=wanted)
    if wanted.isascii():
        matching |= Q(alike__gte=LIKE_ENOUGH)
    return (
        regions.annotate(fit=fit, alike=TrigramWordSimilarity(wanted, "search_text"))
        .filter(matching)
        .order_by("fit", F("alike").desc(), F("population").desc(nulls_last=True), "country", "code")
        .distinct()
    )


def help_first_regions(*, country: str) -> list[Region]:
    """Return a country's regions that are to be helped first today, by code, with their marks."""
    marked = Region.objects.current().filter(country=country, help_first__in=active_marks()).distinct()
    return know_above(found=list(with_marks(marked.order_by("code"))))


def chain(*, codes: list[str]) -> list[Region]:
    """Return regions from the country down as codes name them, up to a code that does not lie below the last."""
    if not codes:
        return []
    named = {one.code: one for one in Region.objects.current().filter(country=codes[0], code__in=codes)}
    found: list[Region] = []
    for code in codes:
        one = named.get(code)
        if one is None or one.parent_id != (found[-1].id if found else None):
            break
        found.append(one)
    return found


class Point(NamedTuple):
    """Where a region is, and which region's point it really is: its own, or that of the next one up."""

    latitude: Decimal
    longitude: Decimal
    region: Region


def nearest_known_point(*, region: Region) -> Point | None:
    """Return the region's point, or where none is known the point of the nearest region above that has one."""
    for one in [region, *reversed(ancestors(region=region))] if region.latitude is None else [region]:
        if one.latitude is not None and one.longitude is not None:
            return Point(one.latitude, one.longitude, one)
    return None


def has_children(*, region: Region) -> bool:
    """Whether anything lies under this region, so that an address must say more."""
    return Region.objects.current().children_of(region).exists()


def full_name(*, region_id: UUID) -> str:
    """Return a region's name with those above it, in the reader's language: 전라남도 해남군; empty for none we know."""
    found = Region.objects.filter(id=region_id).first()
    return " ".join(dict.fromkeys(one.name for one in line_of(region=found))) if found else ""


def full_names(*, region_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of some regions as `full_name` says them, in two queries."""
    found = know_above(found=list(Region.objects.filter(id__in=region_ids)))
    return {one.id: " ".join(dict.fromkeys(each.name for each in [*one.above_in_country, one])) for one in found}


def _first_known(table: str, names: Iterable[str]) -> str:
    known = ", ".join(f"nullif({table}.name_{name}, '')" for name in names)
    return f"coalesce({known}, {table}.code)"
