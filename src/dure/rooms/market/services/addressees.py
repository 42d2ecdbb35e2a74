"""A buyer's address book: whom goods are brought to."""

from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.prepared import prepared_cursor
from dure.rooms.market import errors
from dure.rooms.market.models import Addressee
from dure.rooms.market.queries.addressees import addressee
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.services.addresses import KEEP, CheckedAddress, address_of, checked_address, facts_of

ADDRESSEES_MAX = 20
ADD: Final = f"""
WITH book AS (
    SELECT addressee.id, addressee.address_id, address.region_id IS NOT DISTINCT FROM %(region_id)s::uuid
        AND (addressee.name, addressee.phone, addressee.hint) = (%(name)s, %(phone)s, %(hint)s)
        AND (address.street, address.detail, address.postcode) = (%(street)s, %(detail)s, %(postcode)s) AS is_same
    FROM market_addressee AS addressee JOIN people_address AS address ON address.id = addressee.address_id
    WHERE addressee.buyer_id = %(buyer_id)s AND addressee.removed_at IS NULL
),
kept AS ({KEEP}
    WHERE NOT EXISTS (SELECT FROM book WHERE is_same) AND (SELECT count(*) FROM book) < %(most)s
    RETURNING id
),
made AS (
    INSERT INTO market_addressee (id, buyer_id, name, phone, address_id, hint, used_at)
    SELECT %(id)s::uuid, %(buyer_id)s::uuid, %(name)s, %(phone)s, kept.id, %(hint)s, %(now)s FROM kept
    RETURNING id, address_id
)
SELECT id, address_id FROM made UNION ALL (SELECT id, address_id FROM book WHERE is_same LIMIT 1)
"""  # noqa: S608  our own words


def add_addressee(
    *, by: Actor, name: str, phone: str, address: PostalAddress | CheckedAddress, hint: str = ""
) -> Addressee:
    """Add somebody to the address book of whoever acts, in one statement; the same again is found, not doubled."""
    buyer_id = _buyer(by)
    checked = address if isinstance(address, CheckedAddress) else checked_address(address=address)
    facts = facts_of(checked) | {
        "id": new_id(), "buyer_id": buyer_id, "name": name, "phone": phone, "hint": hint, "most": ADDRESSEES_MAX,
    }  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(ADD, facts)
        kept = cursor.fetchone()
    if kept is None:
        raise errors.AddressBookFull(most=ADDRESSEES_MAX)
    made = Addressee(id=kept[0], buyer_id=buyer_id, name=name, phone=phone, hint=hint, used_at=facts["now"])
    made.address = address_of(checked, address_id=kept[1])
    return made


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


def _buyer(by: Actor) -> UUID:
    if by.person_id is None:
        raise NotSignedIn
    return by.person_id
