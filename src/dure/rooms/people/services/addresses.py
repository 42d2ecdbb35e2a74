"""Keeping an address."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.ids import new_id
from dure.rooms.people import addresses
from dure.rooms.people.errors import AddressWrong, RegionUnknown
from dure.rooms.people.models import Address, Region
from dure.rooms.people.queries import regions


class CheckedAddress(NamedTuple):
    """An address goods can be brought to, normalised, and its region."""

    address: addresses.PostalAddress
    region: Region | None


def checked_address(*, address: addresses.PostalAddress, around: regions.Surroundings | None = None) -> CheckedAddress:
    """Return the address normalised, with its region, or refuse field by field; nothing is written.

    Who has just read what lies around its region gives it `around`, and nothing is asked again.
    """
    plain = addresses.normalise(address)
    region = _region(plain) if around is None else around.line[-1]
    if region is not None:
        around = around or regions.around(region=region)
        names = tuple(str(one) for one in around.line)
        plain = addresses.normalise(replace(plain, region_code=region.code, region_names=names))
    problems = addresses.problems(plain, elsewhere=_other_provinces(around))
    if around is not None and around.is_divided:
        problems["region"] = "region_too_wide"
    if problems:
        raise AddressWrong(problems)
    return CheckedAddress(plain, region)


KEEP: Final = """
    INSERT INTO people_address (id, country, region_id, street, detail, postcode, created_at)
    SELECT %(address_id)s::uuid, %(country)s, %(region_id)s::uuid, %(street)s, %(detail)s, %(postcode)s, %(now)s
"""
"""Keeps an address as a part of a longer statement, which may say WHERE and RETURNING; `facts_of` gives the words."""


def facts_of(checked: CheckedAddress) -> dict[str, Any]:
    """Return the words of `KEEP` for an address just as `checked_address` has returned it."""
    address, region = checked
    return {
        "address_id": new_id(), "country": address.country, "region_id": region.id if region else None,
        "street": address.street, "detail": address.detail, "postcode": address.postcode, "now": now(),
    }  # fmt: skip


@transaction.atomic
def keep_address(*, address: addresses.PostalAddress) -> Address:
    """Keep a deliverable address as a row of its own; whoever moves gets a new one."""
    return keep_checked(checked=checked_address(address=address))


@transaction.atomic(savepoint=False)
def keep_checked(*, checked: CheckedAddress) -> Address:
    """Keep an address just as `checked_address` has returned it."""
    kept = address_of(checked, address_id=new_id())
    kept.save(force_insert=True)
    return kept


def address_of(checked: CheckedAddress, *, address_id: UUID) -> Address:
    """Return the row of an address; who keeps it with a longer statement has it without asking for it again."""
    address, region = checked
    return Address(
        id=address_id,
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
