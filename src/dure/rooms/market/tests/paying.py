"""What the tests of paying share: an order to pay, the sandbox's messages, and what the book says of it all."""

import json

from django.conf import settings

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market import card_sandbox as cards
from dure.rooms.market import factories
from dure.rooms.market.card_sandbox import CARDS, Behaviour
from dure.rooms.market.models import Order, SandboxCharge, SandboxNews
from dure.rooms.market.services import card_sandbox, payments, wallets

BACK = "http://testserver/market/payments/{payment_id}/return/"
NUMBERS = {card.behaviour: card.number for card in CARDS}


def order_of(buyer, *, currency="KRW", price=12_000):
    """Place an order of two boxes, not paid yet."""
    seller = factories.seller(currency="CNY" if currency == "CNY" else "KRW")
    offer = factories.offer(organisation_id=seller.id, price=price, currency=currency)
    return factories.placed_order(buyer_id=buyer.id, lines=[(offer, 2)])


def begin(order, provider="card_sandbox"):
    """Begin to pay an order, as its buyer."""
    return payments.begin(
        by=Actor(person_id=order.buyer_id),
        order_id=order.order_id,
        provider=provider,
        return_to=BACK,
        title="Dure order",
        language="ko",
    )


def card(payment, behaviour=Behaviour.OK):
    """Pay a payment's page with a test card; return the charge."""
    charge = SandboxCharge.objects.get(shop_reference=payment.id)
    return card_sandbox.pay_by_card(charge_id=charge.id, number=NUMBERS[behaviour])


def fill_wallet(person, amount=100_000, currency="KRW"):
    """Put play money into somebody's wallet."""
    wallets.top_up(by=Actor(person_id=person.id), amount=Money(amount, currency), key=new_id())


def message(payment, kind="charge.paid", **changes):
    """Return a message of the sandbox about a payment, as it would send it: body and headers."""
    facts = {
        "id": f"sbx_{new_id().hex}",
        "kind": kind,
        "happened_at": clock.now().isoformat(),
        "charge": payment.provider_reference,
        "reference": str(payment.id),
        "amount": str(payment.amount),
        "currency": payment.currency,
        "reason": "",
        **changes,
    }
    return signed(json.dumps(facts).encode())


def signed(body, *, secret=None, at_s=None):
    """Return a body with the header that proves it."""
    at_s = int(clock.now().timestamp()) if at_s is None else at_s
    return body, {cards.HEADER: cards.signature(body, secret=secret or settings.CARD_SANDBOX_SECRET, at_s=at_s)}


def messages_of(payment):
    """Return every message the sandbox wants to send about a payment, in its order, signed now."""
    news = SandboxNews.objects.filter(charge__shop_reference=payment.id).order_by("due_at", "id")
    return [signed(each.body.encode()) for each in news]


def book(account, unit="KRW"):
    """Return what the book has on an account."""
    return accounts.balance(account=account, unit=unit)


def outside(unit="KRW"):
    """Return what the book has of the sandbox."""
    return book(chart.outside("card_sandbox"), unit)


def held(unit="KRW"):
    """Return what is held for orders."""
    return book(chart.held_for_orders(), unit)


def status(order):
    """Return an order's status now."""
    return Order.Status(Order.objects.get(cell_id=order.cell_id, order_id=order.order_id).status)
