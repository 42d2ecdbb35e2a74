"""The organisations a person may sell for."""

from dataclasses import dataclass
from uuid import UUID

from dure.rooms.merchants.models import Merchant
from dure.rooms.people.queries.mandates import mandates_held
from dure.rooms.people.queries.memberships import standings
from dure.ui.bars import BarFact


@dataclass(frozen=True, kw_only=True)
class OwnShop:
    """An organisation a person may sell for; `merchant` is None where nobody has begun, `helper` by whose mandate."""

    organisation_id: UUID
    name: str
    helper: str
    merchant: Merchant | None


def own_shops(*, person_id: UUID | None) -> list[OwnShop]:
    """Return the open organisations a person belongs to, and those they act for by mandate, in three queries."""
    if person_id is None:
        return []
    named = {
        each.organisation_id: (each.organisation_name, "")
        for each in standings(person_id=person_id)
        if not each.is_closed
    }
    for mandate in mandates_held(person_id=person_id):
        names = (mandate.organisation.shown_name, mandate.helper.shown_name)
        named.setdefault(mandate.organisation_id, names)
    merchants = Merchant.objects.in_bulk(list(named))
    return [
        OwnShop(organisation_id=organisation_id, name=name, helper=helper, merchant=merchants.get(organisation_id))
        for organisation_id, (name, helper) in named.items()
    ]


def sells(*, person_id: UUID | None) -> bool:
    """Whether a person belongs to an organisation that sells, or acts for one by mandate; one query for most people."""
    own = {each.organisation_id for each in standings(person_id=person_id)} if person_id else set()
    if not own or person_id is None:
        return False  # who helps others does so as one of a helper's people
    helped = {mandate.organisation_id for mandate in mandates_held(person_id=person_id)}
    return Merchant.objects.filter(pk__in=own | helped).exists()


SELLS = BarFact(
    "SELECT own.ids IS NOT NULL AND EXISTS "
    "(SELECT FROM merchants_merchant WHERE organisation_id = ANY (own.ids || helped.ids))"
)
"""`sells` as a fact of the bars."""
