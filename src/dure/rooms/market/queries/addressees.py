"""A buyer's address book: reads."""

from uuid import UUID

from django.utils.translation import get_language

from dure.kernel.questions import ask
from dure.rooms.market import errors
from dure.rooms.market.models import Addressee
from dure.rooms.market.queries.reading import ADDRESSEES, AddresseeRow
from dure.rooms.people.addresses import PostalAddress, lines_of
from dure.rooms.people.queries import regions


def addressees(*, buyer_id: UUID) -> list[AddresseeRow]:
    """Return those a buyer has had goods brought to, last used first, with their addresses; at most 20. One query."""
    return ask(ADDRESSEES, buyer_id=buyer_id).of(ADDRESSEES)


def addressee(*, buyer_id: UUID, addressee_id: UUID) -> Addressee:
    """Return one of a buyer's own; AddresseeUnknown for anybody else's."""
    found = Addressee.objects.filter(id=addressee_id, buyer_id=buyer_id, removed_at=None)
    one = found.select_related("address__region").first()
    if one is None:
        raise errors.AddresseeUnknown
    return one


def address_line(found: AddresseeRow) -> str:
    """Return an address in one line, in the language of the reader."""
    address = PostalAddress(
        country=found.country, street=found.street, detail=found.detail, postcode=found.postcode,
        region_code=found.region_code, region_names=found.region_names,
    )  # fmt: skip
    return " ".join(lines_of(address, language=get_language() or "", country_name=""))


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
