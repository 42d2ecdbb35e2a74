"""Looking around in the shop: everything, one kind, one region, or what was searched for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dure.kernel.http import DureRequest
from dure.rooms.catalog.queries import kinds
from dure.rooms.catalog.queries.cycles_at_hand import soonest_rounds
from dure.rooms.catalog.queries.on_sale import groups, groups_around, regions_on_sale
from dure.rooms.catalog.queries.search import PAGE, Wish, search
from dure.rooms.catalog.queries.search_words import suggestions as suggested
from dure.rooms.web.forms import ORDER_NAMES, ShopForm
from dure.rooms.web.queries.cards import cards

START_MAX = 5_000
OTHERS = 4
ROUNDS = 3


@require_safe
def shop(request: DureRequest) -> HttpResponse:
    """Everything for sale, narrowed down and in order; htmx asks for the next stretch alone."""
    return _shelf(request, "web/shop.html")


@require_safe
def search_results(request: DureRequest) -> HttpResponse:
    """What a search finds; what was most likely meant where nothing has the words themselves."""
    return _shelf(request, "web/search.html")


@require_safe
def suggestions(request: DureRequest) -> HttpResponse:
    """Names that begin as what somebody types."""
    found = suggested(text=request.GET.get("q", ""), language=get_language() or "ko")
    return render(request, "web/_suggestions.html", {"words": found})


@require_safe
def all_kinds(request: DureRequest) -> HttpResponse:
    """Every kind of goods of which something is for sale."""
    return render(request, "web/kinds.html", {"groups": groups(), "rounds": soonest_rounds(count=ROUNDS)})


def _shelf(request: DureRequest, template: str) -> HttpResponse:
    """Answer a page of cards, or its next stretch."""
    form = ShopForm(request.GET, regions=regions_on_sale())
    start = _start(request)
    found = search(form.wish(), start=start, count=PAGE)
    facts = {
        "form": form,
        "cards": cards(found.hits),
        "meant": found.meant,
        "more": _address(request, start=str(start + PAGE)) if found.has_more else "",
        "next_start": start + PAGE,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/_stretch.html", facts)
    return render(request, template, facts | _around(request, form, is_empty=not found.hits))


def _around(request: DureRequest, form: ShopForm, *, is_empty: bool) -> dict[str, object]:
    """Return what stands around the cards: where in the taxonomy we are, the orders, and other goods if none fit."""
    code = str(form.said("kind"))
    line = kinds.line_of(code=code) if code else []
    return {
        "line": line,
        "kind": line[-1] if line else None,
        "groups": groups_around(code=code),
        "orders": [(order, name, _address(request, order=order, start="")) for order, name in ORDER_NAMES.items()],
        "others": cards(search(Wish(), count=OTHERS).hits) if is_empty else [],
    }


def _start(request: DureRequest) -> int:
    """Return how many cards came before, zero for anything that is not a sensible number."""
    given = request.GET.get("start", "")
    is_sensible = given.isascii() and given.isdecimal() and len(given) <= len(str(START_MAX))
    return min(int(given), START_MAX) if is_sensible else 0


def _address(request: DureRequest, **changes: str) -> str:
    """Return this page's address with some of its words changed; empty ones are left out."""
    words = {name: str(value) for name, value in request.GET.items()} | changes
    return f"{request.path}?{urlencode({name: value for name, value in words.items() if value})}"
