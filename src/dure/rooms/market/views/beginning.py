"""From an order to its payment: the step after the button, at the checkout and on the page that asks how to pay."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.http import DureRequest
from dure.rooms.market.numbering import short
from dure.rooms.market.queries.payments import order_of
from dure.rooms.market.services import payments

PLACE = UUID(int=0)


def begin_to_pay(request: DureRequest, *, order_id: int, provider: str) -> HttpResponse:
    """Lead to where an order is paid: a page of our own, which leads on to the provider's.

    Where the wallet holds too little it is the page that asks how to pay, with a word about the order that waits.
    """
    back = request.build_absolute_uri(reverse("market:payment_return", args=[PLACE]))
    begun = payments.begin_if_enough(
        by=request.actor,
        order_id=order_id,
        provider=provider,
        return_to=back.replace(str(PLACE), "{payment_id}"),
        title=_("Dure order %(number)s") % {"number": short(order_id=order_id)},
        language=get_language() or "ko",
    )
    if begun is None:
        return _too_little(request, order_id)
    # A form may lead to our own pages only; to a provider's the buyer goes by a link on the payment's page.
    is_here = begun.step.url.startswith("/") and begun.payment.is_open
    return redirect(begun.step.url if is_here else reverse("market:payment", args=[begun.payment.id]))


def _too_little(request: DureRequest, order_id: int) -> HttpResponse:
    """Lead to the other ways to pay an order, and say that it waits, and until when."""
    order = order_of(by=request.actor, order_id=order_id)
    words = _(
        "Your wallet holds too little, so nothing was paid. Order %(number)s is placed and waits for you until "
        "%(time)s. Please pay in another way, or put money into your wallet first."
    )
    until = date_format(timezone.localtime(order.pay_by), "SHORT_DATETIME_FORMAT")
    messages.warning(request, words % {"number": short(order_id=order_id), "time": until})
    return redirect("market:pay", order_id=order_id)
