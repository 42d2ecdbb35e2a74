"""Which region a pasted address means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dure.rooms.people import addresses
from dure.rooms.people.models import Level, Region


@dataclass(frozen=True, kw_only=True)
class ReadAddress:
    """A pasted line taken apart; `region` is None where the line does not say it without doubt."""

    region: Region | None
    street: str
    detail: str
    postcode: str


def read_address(*, line: str, country: str) -> ReadAddress:
    """Take a pasted Korean or Chinese address apart: postcode, region, street, detail; guess nothing."""
    postcode, rest = addresses.split_postcode(line, country)
    found, rest = _region_at_beginning(rest, country)
    street, detail = addresses.split_street(rest, country)
    return ReadAddress(region=found, street=street, detail=detail, postcode=postcode)


def _region_at_beginning(text: str, country: str) -> tuple[Region | None, str]:
    """Follow the region names at the text's beginning down the tree; return the last one and the rest.

    Two statements: the provinces, and everything below what was named first.
    """
    base = Region.objects.current().filter(country=country)
    first = addresses.longest_beginning(text, _by_unambiguous_name(base.filter(level=Level.PROVINCE)))
    if first is None:
        first = addresses.longest_beginning(text, _by_unambiguous_name(base.exclude(level=Level.COUNTRY)))
    if first is None:
        return None, text
    found, text = first
    below = list(base.below(found))
    for _step in range(2):
        within = [one for one in below if one.path.startswith(f"{found.path}/")]
        if (further := addresses.longest_beginning(text, _by_unambiguous_name(within))) is None:
            break
        found, text = further
    return _only_leaf(found, below), text


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
