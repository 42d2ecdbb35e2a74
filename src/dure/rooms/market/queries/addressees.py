"""A buyer's address book: reads."""

from uuid import UUID

from django.utils.translation import get_language

from dure.rooms.market import errors
from dure.rooms.market.models import Addressee
from dure.rooms.people.addresses import PostalAddress, lines_of
from dure.rooms.people.queries import regions

SHOWN_MAX = 20


def addressees(*, buyer_id: UUID) -> list[Addressee]:
    """Return those a buyer has had goods brought to, last used first, with their addresses; at most 20."""
    found = Addressee.objects.filter(buyer_id=buyer_id, removed_at=None).select_related("address__region")
    return list(found[:SHOWN_MAX])


def addressee(*, buyer_id: UUID, addressee_id: UUID) -> Addressee:
    """Return one of a buyer's own; AddresseeUnknown for anybody else's."""
    found = Addressee.objects.filter(id=addressee_id, buyer_id=buyer_id, removed_at=None)
    one = found.select_related("address__region").first()
    if one is None:
        raise errors.AddresseeUnknown
    return one


def address_line(found: Addressee) -> str:
    """Return an address in one line, in the language of the reader."""
    lines = lines_of(postal_address(found), language=get_language() or "", country_name="")
    return " ".join(lines)


def postal_address(found: Addressee) -> PostalAddress:
    """Return the address in parts, its regions in the language of the reader."""
    address, region = found.address, found.address.region
    language = get_language() or ""
    names = tuple(each.name_in(language) for each in regions.line_of(region=region)) if region else ()
    return PostalAddress(
        country=address.country,
        street=address.street,
        detail=address.detail,
        postcode=address.postcode,
        region_code=region.code if region else "",
        region_names=names,
    )
