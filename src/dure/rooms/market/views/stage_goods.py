"""What is sold in a live show, on the stage's pages: the card over the film, the bag of everything, their words."""

from typing import Any, Final, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dure.kernel.http import DureRequest
from dure.kernel.money import DECIMALS, Money
from dure.rooms.market.queries.stage_chips import Chip, chips
from dure.rooms.market.queries.stage_goods import Stall, stall
from dure.rooms.stage.queries.shows import run_sheet, show_of

KEPT_S: Final = 3
"""So long a browser uses the list of a bag again."""


class Show(Protocol):
    """The show the page is about."""

    id: UUID
    is_live: bool


_READ: "Final[WeakKeyDictionary[DureRequest, Stall]]" = WeakKeyDictionary()


def goods_shown(request: DureRequest, show: Show) -> dict[str, object] | None:
    """Return what the card and the bag of a show on air need; None before and after."""
    if not show.is_live:
        return None
    sold = _stall(request, show)
    goods = sold.on_screen
    return {
        "goods": goods,
        "stall": sold.goods,
        "bag_url": reverse("market:stage_bag", args=[show.id]),
        "sheet_url": reverse("market:stage_sheet", args=[show.id]),
        "checkout_url": reverse("market:checkout"),
        "buy_url": f"{reverse('market:checkout')}?{urlencode({'offer': goods.offer_id})}" if goods else "",
        "sale_words": sale_words(),
    }


def bag_shown(request: DureRequest, show: Show) -> dict[str, object] | None:
    """Return how many things the bag of a show on air holds; None before and after."""
    return {"bag_count": len(_stall(request, show).goods)} if show.is_live else None


def goods_of_recording(_request: DureRequest, show: Any) -> dict[str, object] | None:
    """Return what of a recorded show can be had today, everything once; None where nothing is."""
    found = chips(keys=[line.key for line in run_sheet(show=show)])
    had: dict[int, Chip] = {chip.offer.offer_id: chip for chip in found.values() if chip.offer}
    return {"chips": sorted(had.values(), key=lambda chip: chip.is_sold_out)} if had else None


@require_safe
@cache_control(private=True, max_age=KEPT_S)
def stage_bag(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Everything a show on air sells now, as the lines of its bag; none before and after."""
    found = show_of(show_id=show_id, by=request.actor)
    sold = stall(show_id=show_id) if found.is_live else Stall(on_screen=None, goods=())
    context = {"stall": sold.goods, "goods": sold.on_screen, "checkout_url": reverse("market:checkout")}
    return render(request, "market/_stage_bag_lines.html", context)


def _stall(request: DureRequest, show: Show) -> Stall:
    """Return what a show sells, read once for all places of its page."""
    if request not in _READ:
        _READ[request] = stall(show_id=show.id)
    return _READ[request]


def sale_words() -> dict[str, Any]:
    """Return the words of card and sheet that their script says, by name; `{number}` and the like are put in there."""
    return {"money": _money(), **_card(), **_answers(), **_row()}


def _money() -> dict[str, object]:
    """Return how nothing of each currency is written, and its digits after the point."""
    language = get_language() or ""
    return {each: {"sample": Money(0, each).format(language), "digits": digits} for each, digits in DECIMALS.items()}


def _card() -> dict[str, str]:
    return {
        "bag": _("All {number} goods of this show"),
        "left": _("{number} left"),
        "coupons_left": _("{number} coupons left"),
        "ends": _("{time} left"),
        "sold_out": _("Sold out"),
        "over": _("Over"),
        "buy": _("Buy now"),
        "book": _("Book with a deposit"),
        "take": _("Get the coupon: {sum} off"),
        "deposit": _("deposit {sum}"),
        "shown_now": _("Now on the screen: {title}, {sum}"),
    }


def _answers() -> dict[str, str]:
    return {
        "loading": _("One moment"),
        "sending": _("Your order is on its way."),
        "waiting": _("Many people are ordering. Please keep this page open."),
        "away": _("No line at the moment. We send your order again as soon as there is one; it counts once."),
        "silent": _("There is no line at the moment. Nothing was ordered; please try again."),
        "unsure": _("There is no line at the moment. Press once more: whatever came of it, it counts once."),
        "often": _("That was too often. Please wait a moment."),
        "refused_sold_out": _("Somebody was quicker: it is sold out. Nothing was ordered."),
        "refused_fewer": _("Only {number} are left. Please look at it and order again."),
        "refused_limit": _("You have ordered as many as one person may have. Nothing was ordered."),
        "refused_limit_left": _("You may have {number} more. Please look at it and order again."),
        "refused_price": _("The price is {sum} now. Nothing was ordered; press again if you agree."),
        "refused_closed": _("It is not sold any more. Nothing was ordered."),
        "refused_other": _("Something changed meanwhile. Nothing was ordered; please look at it again."),
        "placed": _("Your order is placed."),
    }


def _row() -> dict[str, str]:
    return {
        "row_number": _("You are number {number}"),
        "row_minutes": _("About {number} minutes"),
        "row_soon": _("Less than a minute"),
        "row_unknown": _("We cannot say yet how long it takes."),
        "row_turn": _("It is your turn. Your order is being placed."),
    }
