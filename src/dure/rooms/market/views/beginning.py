"""From a payment to where it is paid: the step after the button, at checkout, pay page and wallet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.http import DureRequest
from dure.rooms.market.errors import AlreadyPaid
from dure.rooms.market.numbering import short
from dure.rooms.market.services import payments
from dure.rooms.market.services.payments import Begun, NotBegun

PLACE = UUID(int=0)


def begin_to_pay(request: DureRequest, *, order_id: int, provider: str) -> HttpResponse:
    """Lead to where an order is paid: a page of our own, which leads on to the provider's.

    Whatever stands in the way leads to the page that asks how to pay: the order is placed, waits, and says until when.
    Only what is paid already leads to the order.
    """
    begun = try_to_pay(request, order_id=order_id, provider=provider)
    if isinstance(begun, NotBegun):
        if isinstance(begun.problem, AlreadyPaid):  # the same press came twice
            return redirect("market:order", order_id=order_id)
        if not begun.is_noted:
            messages.warning(request, begun.problem.message)
        return redirect("market:pay", order_id=order_id)
    return lead_on(begun)


def try_to_pay(request: DureRequest, *, order_id: int, provider: str) -> Begun | NotBegun:
    """Begin to pay an order of whoever asks; what stands in the way is returned."""
    return payments.try_to_begin(
        by=request.actor,
        order_id=order_id,
        provider=provider,
        return_to=way_back(request),
        title=_("Dure order %(number)s") % {"number": short(order_id=order_id)},
        language=get_language() or "ko",
    )


def lead_on(begun: Begun) -> HttpResponse:
    """Lead from a payment that was begun to its next step.

    A form may lead to our own pages only; to a provider's the buyer goes by a link on the payment's page.
    """
    is_here = begun.step.url.startswith("/") and begun.payment.is_open
    return redirect(begun.step.url if is_here else reverse("market:payment", args=[begun.payment.id]))


def way_back(request: DureRequest) -> str:
    """Return where a provider sends people back to; `{payment_id}` stands for the payment."""
    back = request.build_absolute_uri(reverse("market:payment_return", args=[PLACE]))
    return back.replace(str(PLACE), "{payment_id}")
