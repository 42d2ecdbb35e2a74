"""One's own wallet; in the demo world it can be filled with play money."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market.forms.paying import TopUpForm
from dure.rooms.market.services import wallets


@require_http_methods(["GET", "HEAD", "POST"])
def wallet(request: DureRequest) -> HttpResponse:
    """What is in one's wallet, and play money in the demo."""
    assert request.actor.person_id is not None
    form = TopUpForm(request.POST or None, initial={"currency": "KRW", "key": new_id()})
    if request.method == "POST" and form.is_valid():
        amount: Money = form.cleaned_data["money"]
        wallets.top_up(by=request.actor, amount=amount, key=form.cleaned_data["key"])
        messages.success(request, _("%(amount)s is in your wallet.") % {"amount": amount.format(get_language() or "")})
        return redirect("market:wallet")
    balances = [
        Money(each.available, each.unit.code)
        for each in accounts.balances(account=chart.wallet(request.actor.person_id))
        if each.unit.code in Money.CURRENCIES
    ]
    return render(request, "market/wallet.html", {"form": form, "balances": balances, "may_fill": settings.DEMO})
