"""What Ana of the demo world buys: one order under way, one still to be paid, and something left in her basket."""

from collections.abc import Sequence
from uuid import UUID

from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.catalog.queries.listing import listing
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.queries.baskets import basket_of
from dure.rooms.market.queries.checkouts import basket_page
from dure.rooms.market.queries.order_pages import own_order
from dure.rooms.market.services import payments
from dure.rooms.market.services.addressees import add_addressee
from dure.rooms.market.services.baskets import put_in
from dure.rooms.market.services.checkouts import place_basket
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.queries import regions

HOME = PostalAddress(country="KR", region_code="46820", street="해남읍 중앙1로 18", postcode="59027")
PHONE = "+821000000001"


def let_ana_shop(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Let Ana order twice, first from the cast's own farm, and leave something in her basket.

    Where nothing is on sale, nothing happens.
    """
    ana = Actor(person_id=people["ana"])
    found = listing(channel="shop", currency="KRW", in_stock=True, count=4).offers
    if not found:
        return
    add_addressee(by=ana, name="안아나", phone=PHONE, address=HOME, hint="문 앞에 놓아 주세요")
    own = listing(organisation_id=groups["field"], currency="KRW", in_stock=True, count=1).offers
    order_id = order_one_each(ana, own or found[:1])
    wallet = chart.wallet(people["ana"])
    if order_id and accounts.available(account=wallet, unit="KRW") >= own_order(by=ana, order_id=order_id).total:
        payments.begin(by=ana, order_id=order_id, provider="wallet", return_to="", title="Dure", language="ko")
    order_one_each(ana, found[:1])
    for offer in found[-2:]:
        put_in(by=ana, basket_id=None, offer_id=offer.offer_id, quantity=1)


def order_one_each(by: Actor, offers: Sequence[OfferView]) -> int | None:
    """Put one of each into the basket and order it, brought to Ana's door."""
    for offer in offers:
        put_in(by=by, basket_id=None, offer_id=offer.offer_id, quantity=1)
    shown = basket_page(basket=basket_of(buyer_id=by.person_id, basket_id=None), buyer_id=by.person_id)
    purse = shown.purse("KRW")
    if purse is None:
        return None
    agreement = Agreement(
        client_key=new_id(),
        currency="KRW",
        total=purse.bill.total.minor,
        receiving=_receiving(),
        seen=tuple(purse.seen),
    )
    return place_basket(by=by, basket_id=None, agreement=agreement).order_id


def _receiving() -> Receiving:
    return Receiving(
        means=Means.HOME,
        name="안아나",
        phone=PHONE,
        country=HOME.country,
        region_id=regions.region(country="KR", code="46820").id,
        street=HOME.street,
        postcode=HOME.postcode,
    )
