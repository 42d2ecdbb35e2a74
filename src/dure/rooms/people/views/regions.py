"""The public pages about regions, and the next select of a region picker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from dure.rooms.people.forms.regions import RegionPicker, RegionSearch
from dure.rooms.people.models import Level, Region
from dure.rooms.people.queries import maps
from dure.rooms.people.queries import regions as queries
from dure.rooms.people.sources import source_of


def regions(request: HttpRequest) -> HttpResponse:
    """Show a country's provinces, as a picture and as a list, or what a search found."""
    search = RegionSearch(request.GET)
    search.is_valid()
    wanted = search.cleaned_data
    countries = list(queries.countries())
    country = _country(countries, wanted.get("country", ""))
    facts = {"search": search, "countries": countries, "country": country, "asked": search.asks_something()}
    if search.asks_something():
        found = search.found(country=country.country)
        return render(request, "people/regions.html", facts | {"found": found})
    areas = maps.areas(country=country)
    shown = {
        "areas": sorted(areas, key=lambda one: one.region.code),
        "picture": [one for one in areas if one.paths or one.corner],
        "has_marks": any(one.count for one in areas),
    }
    return render(request, "people/regions.html", facts | shown)


def region(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """Show a region: its facts with their sources, what lies above and below it, and who says to help it first."""
    found = queries.region(country=country, code=code)
    below = list(queries.children(parent=found))
    point = queries.nearest_known_point(region=found)
    facts = {
        "region": found,
        "above": queries.ancestors(region=found),
        "below": below,
        "point": point,
        "is_own_point": point is not None and point.region == found,
        "population_source": source_of(found.population_source) if found.population_source else None,
        "point_source": source_of(point.region.coordinates_source) if point else None,
        "source": source_of(found.source),
    }
    return render(request, "people/region.html", facts)


def region_choices(request: HttpRequest) -> HttpResponse:
    """Answer a region picker: the selects down to the next open choice."""
    name = request.GET.get("picker", "region")
    picker = RegionPicker()
    return HttpResponse(picker.render(name, picker.value_from_datadict(request.GET, request.FILES, name)))


def _country(countries: list[Region], wanted: str) -> Region:
    """Return the country asked for, else the one of the reader's language."""
    own = "CN" if get_language() == "zh-hans" else "KR"
    by_code = {one.country: one for one in countries}
    return by_code.get(wanted) or by_code.get(own) or Region(country=own, code=own, level=Level.COUNTRY)
