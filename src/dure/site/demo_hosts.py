"""The demo world's hosts: Dee and Ana tell others about Bo's farm; Mei has bought by Dee's link."""

from uuid import UUID

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.catalog.queries.listing import listing
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries
from dure.rooms.market.models import Fulfilment, PromotionLink
from dure.rooms.market.queries.order_pages import own_order
from dure.rooms.market.services import affiliates, payments, programmes, promotion_links, releases, shipping
from dure.rooms.market.services.programmes import Terms
from dure.site.demo_book import MEMO
from dure.site.demo_shopping import order_one_each

COMMISSION_BP = 800


def let_hosts_promote(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Open a programme of the cast's farm with two hosts, of whom one has earned something already.

    Where the farm has nothing on sale, the hosts have their links and nothing more.
    """
    bo, farm = Actor(person_id=people["bo"]), groups["field"]
    programme = programmes.open_programme(by=bo, seller_id=farm, terms=Terms(commission_bp=COMMISSION_BP))
    dee, _ana = (_join(people[key], programme_id=programme.id, seller_id=farm) for key in ("dee", "ana"))
    affiliates.choose(by=Actor(person_id=people["dee"]), is_named=True)
    _come(people["mei"], by=dee)
    own = listing(organisation_id=farm, currency="KRW", in_stock=True, count=2).offers
    if own:
        _buy(people["mei"], own[-1])


def _join(person_id: UUID, *, programme_id: UUID, seller_id: UUID) -> PromotionLink:
    by = Actor(person_id=person_id)
    affiliates.join_network(by=by)
    return promotion_links.make_link(by=by, programme_id=programme_id, target="seller", target_id=str(seller_id))


def _come(person_id: UUID, *, by: PromotionLink) -> None:
    promotion_links.touch(code=by.code, by=Actor(person_id=person_id), browser_id=new_id())


def _buy(person_id: UUID, offer: OfferView) -> None:
    """Let somebody order one, pay, get it and be content: its host is paid what was promised."""
    buyer = Actor(person_id=person_id)
    order_id = order_one_each(buyer, [offer])
    if order_id is None:
        return
    order = own_order(by=buyer, order_id=order_id)
    purse = move(source=chart.outside("demo"), target=chart.wallet(person_id), amount=order.total, unit=order.currency)
    about = {**MEMO, "for": "메이의 지갑"}
    entries.record(reference=f"demo:purse:{order_id}", kind=Kind.DEPOSIT, legs=purse, about=about)
    payments.begin(by=buyer, order_id=order_id, provider="wallet", return_to="", title="Dure", language="ko")
    for part in Fulfilment.objects.filter(cell_id=order.cell_id, order_id=order_id):
        shipping.note_delivered(reference=part.reference, at=clock.now())
        releases.confirm_received(by=buyer, fulfilment_id=part.id)
