"""Which region a pasted address means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dure.rooms.people import addresses
from dure.rooms.people.models import Level, Region
from dure.rooms.people.queries.regions import Surroundings

NAMED: Final = """
    WITH named AS MATERIALIZED (
        SELECT province.path || '/' AS below FROM people_region AS province
        WHERE province.country = %(country)s AND province.is_current AND province.level = 'province' AND EXISTS (
            SELECT FROM unnest(province.aliases || province.name_ko || province.name_zh) AS known (name)
            WHERE known.name <> '' AND starts_with(%(text)s, known.name)
        )
    )
    SELECT region.* FROM people_region AS region
    WHERE region.country = %(country)s AND region.is_current AND (
        region.level = 'province' OR EXISTS (SELECT FROM named WHERE starts_with(region.path, named.below)))
"""
"""The provinces of a country, and everything below those whose name a text begins with."""


@dataclass(frozen=True, kw_only=True)
class ReadAddress:
    """A pasted line taken apart; `region` is None where the line does not say it without doubt."""

    region: Region | None
    street: str
    detail: str
    postcode: str
    around: Surroundings | None = None
    """What lies around the region, where it was read anyway."""


def read_address(*, line: str, country: str) -> ReadAddress:
    """Take a pasted Korean or Chinese address apart: postcode, region, street, detail; guess nothing.

    One statement where it begins with its province.
    """
    postcode, rest = addresses.split_postcode(line, country)
    known = list(Region.objects.raw(NAMED, {"country": country, "text": rest}))
    provinces = [one for one in known if one.level == Level.PROVINCE]
    first = addresses.longest_beginning(rest, _by_unambiguous_name(provinces))
    if first is None:
        found, rest = _without_province(rest, country)
        around = None
    else:
        found, rest = _follow(first, known)
        around = _around(found, known, provinces)
    street, detail = addresses.split_street(rest, country)
    return ReadAddress(region=found, street=street, detail=detail, postcode=postcode, around=around)


def _without_province(text: str, country: str) -> tuple[Region | None, str]:
    """Return the region of a city or county that only one place is named after, and the rest."""
    base = Region.objects.current().filter(country=country)
    first = addresses.longest_beginning(text, _by_unambiguous_name(base.exclude(level=Level.COUNTRY)))
    return (None, text) if first is None else _follow(first, list(base.below(first[0])))


def _follow(first: tuple[Region, str], known: Sequence[Region]) -> tuple[Region, str]:
    """Follow the names at the text's beginning down the tree; return the last region and the rest."""
    found, text = first
    for _step in range(2):
        within = [one for one in known if one.path.startswith(f"{found.path}/")]
        if (further := addresses.longest_beginning(text, _by_unambiguous_name(within))) is None:
            break
        found, text = further
    return _only_leaf(found, known), text


def _around(region: Region, known: Sequence[Region], provinces: list[Region]) -> Surroundings:
    """Return what lies around a region, of what is known of its province."""
    above = [one for one in known if region.path.startswith(f"{one.path}/")]
    return Surroundings(
        line=[*sorted(above, key=lambda one: len(one.path)), region],
        provinces=provinces,
        is_divided=any(one.parent_id == region.id for one in known),
    )


def _by_unambiguous_name(regions: Iterable[Region]) -> Mapping[str, Region]:
    """Return regions by each of their names in the country's language, without names that several bear."""
    named: dict[str, Region | None] = {}
    for one in regions:
        own = one.name_zh if one.country == "CN" else one.name_ko
        for name in {own, *one.aliases} - {""}:
            named[name] = None if name in named and named[name] != one else one
    return {name: one for name, one in named.items() if one is not None}


def _only_leaf(found: Region, below: Iterable[Region]) -> Region:
    """Return the region, or its single child where it has just one: Sejong is a province and a city at once."""
    children = [one for one in below if one.parent_id == found.id]
    return children[0] if len(children) == 1 else found
