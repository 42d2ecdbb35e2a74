"""Paying an order: choosing how, waiting honestly, and how it ended; and where providers send their messages."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel import clock
from dure.kernel.http import DureRequest
from dure.kernel.limits import limit
from dure.rooms.market import errors
from dure.rooms.market.forms.paying import ProviderForm
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.payment_words import reason_words, way_words
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.ways import ways_to_pay
from dure.rooms.market.queries import payments as queries
from dure.rooms.market.services import news, payments
from dure.rooms.market.views.beginning import begin_to_pay

ASKED_A_MINUTE = 30
MINUTE_S = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: DureRequest, order_id: int) -> HttpResponse:
    """Choose how to pay an order; pressed twice it is one payment."""
    if request.method == "POST":
        return _begin(request, order_id)
    order = queries.order_of(by=request.actor, order_id=order_id)
    latest = queries.payments_of(order_id=order_id).first()
    if latest and latest.status == Payment.Status.PAID:
        return redirect("market:payment", latest.id)
    context = {
        "order": order,
        "latest": latest,
        "latest_way": way_words(latest.provider) if latest else "",
        "reason": reason_words(latest.failure) if latest else "",
        "is_payable": _is_payable(order),
        "ways": ways_to_pay(buyer_id=order.buyer_id, price=order.price),
    }
    return render(request, "market/pay.html", context)


@never_cache
@require_safe
def payment(request: DureRequest, payment_id: UUID) -> HttpResponse:
    """How a payment stands: go on, wait, paid, or try again."""
    return render(request, "market/payment.html", _payment_context(request, payment_id))


@never_cache
@require_safe
def payment_state(request: DureRequest, payment_id: UUID) -> HttpResponse:
    """The part of the page that is asked for again and again while nobody knows yet."""
    return render(request, "market/_payment.html", _payment_context(request, payment_id))


@never_cache
@require_safe
def payment_return(request: DureRequest, payment_id: UUID) -> HttpResponse:
    """Where a provider sends the buyer back to; what stands in the address is a hint, never a proof."""
    found = queries.payment_of(by=request.actor, payment_id=payment_id)
    payments.glance(payment=found, parameters=request.GET.dict())
    return redirect("market:payment", payment_id)


@require_POST
def payment_question(request: DureRequest, payment_id: UUID) -> HttpResponse:
    """Ask the provider now."""
    found = queries.payment_of(by=request.actor, payment_id=payment_id)
    limit(f"market:question:{found.id}", times=ASKED_A_MINUTE, per_s=MINUTE_S)
    payments.glance(payment=found)
    return redirect("market:payment", payment_id)


@csrf_exempt
@require_POST
def provider_news(request: HttpRequest, provider: str) -> HttpResponse:
    """Hear a provider's message. It proves itself by its signature, not by a form's token."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    sender = get_adapter().get_client_ip(request)
    thanks = news.hear(provider=provider, body=request.body, headers=headers, sender=sender)
    return HttpResponse(thanks, content_type="text/plain")


def _begin(request: DureRequest, order_id: int) -> HttpResponse:
    form = ProviderForm(request.POST)
    if not form.is_valid():
        raise errors.ProviderNotOffered
    return begin_to_pay(request, order_id=order_id, provider=form.cleaned_data["provider"])


def _payment_context(request: DureRequest, payment_id: UUID) -> dict[str, object]:
    page = queries.payment_page(by=request.actor, payment_id=payment_id)
    found = page.payment
    return {
        "payment": found,
        "pay_by": page.pay_by,
        "way": registry.providers().get(found.provider),
        "is_for_order": found.status == Payment.Status.PAID and found.refunded < found.amount,
        "reason": reason_words(found.failure) if found.failure else "",
        "url": found.about.get("url", ""),
    }


def _is_payable(order: Order) -> bool:
    """Whether an order still waits for its money."""
    return order.status == Order.Status.PLACED and order.pay_by > clock.now()
