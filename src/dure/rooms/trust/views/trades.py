"""The public list of banned and restricted trades, and a text held against it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dure.kernel.http import DureRequest
from dure.rooms.trust.forms import TextForm
from dure.rooms.trust.queries import trades
from dure.rooms.trust.trade import CHECKED_ON


@require_safe
def listed_trades(request: DureRequest) -> HttpResponse:
    """Every rule with its sources; what a text touches, if one was given."""
    form = TextForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    listed = trades.listed()
    context = {
        "form": form,
        "text": text,
        "checked_on": CHECKED_ON,
        "findings": trades.screen(texts=[text]) if text else [],
        "banned": [each for each in listed if each.is_banned],
        "restricted": [each for each in listed if not each.is_banned],
    }
    return render(request, "trust/trades.html", context)
