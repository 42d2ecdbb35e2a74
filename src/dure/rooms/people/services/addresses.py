"""Keeping an address."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.rooms.people import addresses
from dure.rooms.people.errors import AddressWrong, RegionUnknown
from dure.rooms.people.models import Address, Region
from dure.rooms.people.queries import regions


class CheckedAddress(NamedTuple):
    """An address goods can be brought to, normalised, and its region."""

    address: addresses.PostalAddress
    region: Region | None


def checked_address(*, address: addresses.PostalAddress) -> CheckedAddress:
    """Return the address normalised, with its region, or refuse field by field; nothing is written."""
    plain = addresses.normalise(address)
    region = _region(plain)
    around = regions.around(region=region) if region is not None else None
    if region is not None and around is not None:
        names = tuple(str(one) for one in around.line)
        plain = addresses.normalise(replace(plain, region_code=region.code, region_names=names))
    problems = addresses.problems(plain, elsewhere=_other_provinces(around))
    if around is not None and around.is_divided:
        problems["region"] = "region_too_wide"
    if problems:
        raise AddressWrong(problems)
    return CheckedAddress(plain, region)


@transaction.atomic
def keep_address(*, address: addresses.PostalAddress) -> Address:
    """Keep a deliverable address as a row of its own; whoever moves gets a new one."""
    return keep_checked(checked=checked_address(address=address))


@transaction.atomic(savepoint=False)
def keep_checked(*, checked: CheckedAddress) -> Address:
    """Keep an address just as `checked_address` has returned it."""
    address, region = checked
    return Address.objects.create(
        country=address.country,
        region=region,
        street=address.street,
        detail=address.detail,
        postcode=address.postcode,
        created_at=now(),
    )


@transaction.atomic
def remove_addresses(*, address_ids: Iterable[UUID]) -> None:
    """Remove addresses that nothing stands on any more."""
    Address.objects.filter(id__in=list(address_ids)).delete()


def _region(plain: addresses.PostalAddress) -> Region | None:
    """Return the region the address names by code, or None where it names none."""
    if not plain.region_code:
        return None
    try:
        return regions.bare_region(country=plain.country, code=plain.region_code)
    except RegionUnknown:
        raise AddressWrong({"region": "region_missing"}) from None


def _other_provinces(around: regions.Surroundings | None) -> list[str]:
    """Return the names of the country's provinces other than the region's own."""
    if around is None:
        return []
    others = [one for one in around.provinces if one not in around.line]
    return [name for one in others for name in (str(one), *one.aliases)]
