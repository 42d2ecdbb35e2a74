"""Who may sell what: asked by every verb of a seller before it does anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dure.kernel.http import Actor
from dure.kernel.money import Money, OtherCurrency
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import COUNT_MAX, PRICE_MAX, Terms
from dure.rooms.catalog.licence_subjects import licence_subject
from dure.rooms.catalog.models import Kind
from dure.rooms.merchants.queries import merchants
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.queries.trades import licence_name
from dure.rooms.trust.queries.verifications import verified_among
from dure.rooms.trust.services.trades import demand_allowed
from dure.rooms.trust.trade import LICENCES


@dataclass(frozen=True)
class Seller:
    """What the verbs must know of a seller: what it is paid in, and whether the public may buy from it yet."""

    organisation_id: UUID
    currency: str
    is_public: bool


def demand_seller(*, by: Actor, organisation_id: UUID) -> Seller:
    """Return the seller an actor may act for; NotFound for outsiders, SellingNotBegun for one never set up."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = merchants.find(organisation_id=organisation_id)
    if found is None:
        raise errors.SellingNotBegun
    return Seller(organisation_id, found.currency, found.is_approved)


def demand_trade(*, organisation_id: UUID, kind: Kind, texts: Iterable[str]) -> None:
    """Refuse goods or words that show a banned trade, or one whose licence this seller does not hold."""
    held = licences_of(organisation_id=organisation_id)
    asking = f"/catalog/{organisation_id}/licences/"
    demand_allowed(texts=[text for text in texts if text], licences=held, remedy=asking)
    if kind.licence and kind.licence not in held:
        raise errors.KindNeedsLicence(
            kind=kind.name, licence=licence_name(code=kind.licence), remedy=f"{asking}?licence={kind.licence}"
        )


def licences_of(*, organisation_id: UUID) -> set[str]:
    """Return the licences a seller was found to hold."""
    subjects = {licence_subject(organisation_id=organisation_id, licence=code): code for code in LICENCES}
    return {subjects[found] for found in verified_among(subjects=subjects)}


def check_terms(terms: Terms, *, seller: Seller) -> None:
    """Refuse a price in another currency or out of range, a limit of nothing, and a window that closes at once."""
    check_price(price=terms.price, seller=seller)
    if terms.per_buyer_limit is not None and terms.per_buyer_limit < 1:
        raise errors.CountWrong
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        raise errors.DatesWrong


def check_price(*, price: Money, seller: Seller) -> None:
    """Refuse a price in another currency than the seller's, not above zero, or absurdly high."""
    if price.currency != seller.currency:
        raise OtherCurrency(currency=seller.currency)
    if not 0 < price.minor <= PRICE_MAX:
        raise errors.PriceWrong


def check_count(*, count: int, least: int = 1) -> None:
    """Refuse what is not a whole number from `least` to a million."""
    if type(count) is not int or not least <= count <= COUNT_MAX:
        raise errors.CountWrong
