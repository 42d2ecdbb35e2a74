"""A buyer's address book: whom goods are brought to."""

from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.market import errors
from dure.rooms.market.models import Addressee
from dure.rooms.market.queries.addressees import addressee
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.services.addresses import CheckedAddress, checked_address, keep_checked

ADDRESSEES_MAX = 20


@transaction.atomic
def add_addressee(
    *, by: Actor, name: str, phone: str, address: PostalAddress | CheckedAddress, hint: str = ""
) -> Addressee:
    """Add somebody to the address book of whoever acts; the same again is found, not doubled."""
    buyer_id = _buyer(by)
    checked = address if isinstance(address, CheckedAddress) else checked_address(address=address)
    to, region = checked
    book = list(Addressee.objects.filter(buyer_id=buyer_id, removed_at=None).select_related("address"))
    facts = (name, phone, hint, region.id if region else None, to.street, to.detail, to.postcode)
    same = next((each for each in book if _facts(each) == facts), None)
    if same is not None:
        return same
    if len(book) >= ADDRESSEES_MAX:
        raise errors.AddressBookFull(most=ADDRESSEES_MAX)
    kept = keep_checked(checked=checked)
    return Addressee.objects.create(buyer_id=buyer_id, name=name, phone=phone, address=kept, hint=hint, used_at=now())


@transaction.atomic
def change_addressee(
    *, by: Actor, addressee_id: UUID, name: str, phone: str, address: PostalAddress | CheckedAddress, hint: str = ""
) -> Addressee:
    """Write somebody's entry anew; orders on their way keep the address they were placed with."""
    remove_addressee(by=by, addressee_id=addressee_id)
    return add_addressee(by=by, name=name, phone=phone, address=address, hint=hint)


@transaction.atomic
def remove_addressee(*, by: Actor, addressee_id: UUID) -> None:
    """Take somebody out of the address book of whoever acts."""
    found = addressee(buyer_id=_buyer(by), addressee_id=addressee_id)
    found.removed_at = now()
    found.save(update_fields=["removed_at"])


def _facts(found: Addressee) -> tuple[object, ...]:
    to = found.address
    return found.name, found.phone, found.hint, to.region_id, to.street, to.detail, to.postcode


def _buyer(by: Actor) -> UUID:
    if by.person_id is None:
        raise NotSignedIn
    return by.person_id
