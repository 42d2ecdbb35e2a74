"""From an order to its payment: the step after the button, at the checkout and on the page that asks how to pay."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.http import DureRequest
from dure.rooms.market.numbering import short
from dure.rooms.market.services import payments

PLACE = UUID(int=0)


def begin_to_pay(request: DureRequest, *, order_id: int, provider: str) -> HttpResponse:
    """Lead to where an order is paid: a page of our own, which leads on to the provider's."""
    back = request.build_absolute_uri(reverse("market:payment_return", args=[PLACE]))
    begun = payments.begin(
        by=request.actor,
        order_id=order_id,
        provider=provider,
        return_to=back.replace(str(PLACE), "{payment_id}"),
        title=_("Dure order %(number)s") % {"number": short(order_id=order_id)},
        language=get_language() or "ko",
    )
    # A form may lead to our own pages only; to a provider's the buyer goes by a link on the payment's page.
    is_here = begun.step.url.startswith("/") and begun.payment.is_open
    return redirect(begun.step.url if is_here else reverse("market:payment", args=[begun.payment.id]))
