"""Paying: the ways, beginning, how a payment stands; and play money in the demo."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Status

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.limits import limit
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market.api.numbers import OrderNumber
from dure.rooms.market.numbering import short
from dure.rooms.market.providers import registry
from dure.rooms.market.queries import payments as queries
from dure.rooms.market.schemas.payments import PaymentIn, PaymentOut, StepOut, ToppedUpOut, TopUpIn, WayOut
from dure.rooms.market.services import payments, wallets

router = Router(tags=["market"])
PLACE = UUID(int=0)
ASKED_A_MINUTE = 30
MINUTE_S = 60


@router.get("/orders/{order_id}/ways-to-pay", response=list[WayOut], operation_id="ways_to_pay")
def ways_to_pay(request: DureRequest, order_id: OrderNumber) -> list[WayOut]:
    """How one of my orders can be paid."""
    order = queries.order_of(by=request.actor, order_id=order_id)
    return [WayOut(provider=each.name, title=str(each.title)) for each in registry.offered(currency=order.currency)]


@router.post("/orders/{order_id}/payments", response={201: StepOut}, operation_id="begin_payment")
def begin_payment(request: DureRequest, order_id: OrderNumber, asked: PaymentIn) -> Status[StepOut]:
    """Begin to pay an order; the same again is one payment. From the wallet it is paid at once.

    `url` is where the payer goes next in a browser. Any other open payment of the order is called off first.
    """
    begun = payments.begin(
        by=request.actor,
        order_id=order_id,
        provider=asked.provider,
        return_to=_way_back(request),
        title=_("Dure order %(number)s") % {"number": short(order_id=order_id)},
        language=get_language() or "ko",
    )
    url = request.build_absolute_uri(begun.step.url) if begun.step.url and begun.payment.is_open else None
    return Status(201, StepOut(**PaymentOut.of(begun.payment).dict(), url=url))


@router.get("/orders/{order_id}/payments", response=list[PaymentOut], operation_id="payments_of_order")
def payments_of_order(request: DureRequest, order_id: OrderNumber) -> list[PaymentOut]:
    """Every payment of one of my orders, newest first; at most the latest fifty."""
    queries.order_of(by=request.actor, order_id=order_id)
    return [PaymentOut.of(each) for each in queries.payments_of(order_id=order_id)[:50]]


@router.get("/payments/{uuid:payment_id}", response=PaymentOut, operation_id="payment")
def payment(request: DureRequest, payment_id: UUID) -> PaymentOut:
    """How one of my payments stands, as far as we have heard."""
    return PaymentOut.of(queries.payment_of(by=request.actor, payment_id=payment_id))


@router.post("/payments/{uuid:payment_id}/question", response=PaymentOut, operation_id="glance")
def glance(request: DureRequest, payment_id: UUID) -> PaymentOut:
    """Ask the provider now how one of my payments stands."""
    own = queries.payment_of(by=request.actor, payment_id=payment_id)
    limit(f"market:question:{own.id}", times=ASKED_A_MINUTE, per_s=MINUTE_S)
    return PaymentOut.of(payments.glance(payment=own))


@router.post("/me/wallet/top-ups", response={201: ToppedUpOut}, operation_id="top_up")
def top_up(request: DureRequest, asked: TopUpIn) -> Status[ToppedUpOut]:
    """Put play money into my wallet; a house that is not the demo refuses with `provider_not_offered`."""
    if request.actor.person_id is None:
        raise NotSignedIn
    money = Money(int(asked.amount), asked.currency)
    wallets.top_up(by=request.actor, amount=money, key=asked.key)
    available = accounts.available(account=chart.wallet(request.actor.person_id), unit=money.currency)
    return Status(201, ToppedUpOut(amount=asked.amount, available=str(available), currency=money.currency))


def _way_back(request: DureRequest) -> str:
    """Return where a provider sends people back to; `{payment_id}` stands for the payment."""
    back = request.build_absolute_uri(reverse("market:payment_return", args=[PLACE]))
    return back.replace(str(PLACE), "{payment_id}")
