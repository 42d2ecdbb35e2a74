"""One's own wallet: what is in it, what came and went, and putting money in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.numbers import ID_MAX
from dure.rooms.market.forms.paying import PLAY_MONEY, TopUpForm
from dure.rooms.market.providers import registry
from dure.rooms.market.queries import wallets as queries
from dure.rooms.market.queries.wallets import Waiting
from dure.rooms.market.services import wallets
from dure.rooms.market.services.payments import NotBegun
from dure.rooms.market.views.beginning import lead_on, way_back
from dure.rooms.market.views.people import buyer_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wallet(request: DureRequest) -> HttpResponse:
    """What is in one's wallet, what came and went last, and more of it; `order` is one that waits for the money."""
    waiting = _waiting(request)
    purses = queries.purses(person_id=buyer_of(request))
    form = _form(request, waiting, purses)
    if request.method == "POST" and form.is_valid():
        return _fill(request, form.cleaned_data, waiting)
    context = {
        "form": form,
        "purses": purses,
        "movements": queries.last_movements(person_id=buyer_of(request), currencies=[each.currency for each in purses]),
        "waiting": waiting,
        "is_demo": settings.DEMO,
    }
    return render(request, "market/wallet.html", context, status=422 if form.errors else 200)


def _waiting(request: DureRequest) -> Waiting | None:
    """Return the order somebody came from to fill the wallet for."""
    text = request.POST.get("order") or request.GET.get("order", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(ID_MAX)) else 0
    return queries.waiting_order(by=request.actor, order_id=number) if 0 < number <= ID_MAX else None


def _form(request: DureRequest, waiting: Waiting | None, purses: list[Money]) -> TopUpForm:
    """Return the form in the money the wallet already holds, filled with what the waiting order lacks."""
    ways = [each for each in registry.providers().values() if not each.is_inside]
    language = get_language() or ""
    usual = "CNY" if language.startswith("zh") else "KRW"
    initial: dict[str, object] = {"currency": purses[0].currency if purses else usual, "key": new_id()}
    if waiting is not None:
        lacking = waiting.missing.format(language) if waiting.missing.minor else ""
        initial |= {"currency": waiting.order.currency, "amount": lacking}
    return TopUpForm(request.POST or None, ways=ways, has_play_money=settings.DEMO, initial=initial)


def _fill(request: DureRequest, said: dict[str, Any], waiting: Waiting | None) -> HttpResponse:
    """Put the money in, or lead to where it is paid."""
    if said["way"] == PLAY_MONEY:
        wallets.top_up(by=request.actor, amount=said["money"], key=said["key"])
        written = said["money"].format(get_language() or "")
        messages.success(request, _("%(amount)s is in your wallet.") % {"amount": written})
        return redirect("market:pay", waiting.order.order_id) if waiting else redirect("market:wallet")
    begun = wallets.begin_top_up(
        by=request.actor,
        amount=said["money"],
        provider=said["way"],
        key=said["key"],
        return_to=way_back(request),
        title=_("Dure wallet"),
        language=get_language() or "ko",
        for_order=waiting.order.order_id if waiting else None,
    )
    if isinstance(begun, NotBegun):
        messages.warning(request, begun.problem.message)
        back = reverse("market:wallet")
        return redirect(f"{back}?order={waiting.order.order_id}" if waiting else back)
    return lead_on(begun)
