"""Where a host's link leads: what it is, who earns what by it and for how long it counts, said before it counts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.market.forms.visit_keys import COOKIE, KEPT_S, read_key, write_key
from dure.rooms.market.models import Programme
from dure.rooms.market.queries import promotions
from dure.rooms.market.queries.affiliates import affiliate_of
from dure.rooms.market.services import promotion_links


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def promotion(request: DureRequest, link_code: str) -> HttpResponse:
    """Say openly what following the link means; a press lets it count and leads on, another leads on uncounted."""
    link = promotions.link(code=link_code)
    shown = promotions.shown(link)
    if request.method == "POST":
        return _followed(request, link_code, shown.path)
    is_counting = link.affiliate.is_approved and link.programme.is_running
    is_own = link.affiliate.person_id == request.actor.person_id
    context = {"link": link, "shown": shown, "is_counting": is_counting, "is_own": is_own}
    return render(request, "market/promotion.html", context)


def _followed(request: DureRequest, code: str, path: str) -> HttpResponse:
    """Note the visit, of the person or else of this browser, and lead on."""
    browser_id = read_key(request.COOKIES.get(COOKIE, "")) or new_id()
    address = str(request.META.get("REMOTE_ADDR", ""))
    promotion_links.follow(code=code, by=request.actor, browser_id=browser_id, address=address)
    answer = redirect(path)
    if request.actor.person_id is None:
        answer.set_cookie(
            COOKIE, write_key(browser_id), max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return answer


def promotion_of_show(request: DureRequest, show: Any) -> Mapping[str, object] | None:
    """Return what an approved host needs to promote a show; None for others and where nobody pays for it."""
    if not _is_host(request):
        return None
    programme = promotions.best_for(seller_id=show.organisation_id)
    return None if programme is None else _told(programme, promotions.Target.SHOW, str(show.id))


def promotion_of_goods(request: DureRequest, offer: OfferView) -> Mapping[str, object] | None:
    """Return the same for the goods of an offer as their page shows them."""
    if not _is_host(request):
        return None
    programme = promotions.best_for(
        seller_id=offer.organisation_id, product_id=offer.product_id, offer_id=offer.offer_id
    )
    if programme is None:
        return None
    if programme.offer_id is not None:
        return _told(programme, promotions.Target.OFFER, str(offer.offer_id))
    return _told(programme, promotions.Target.PRODUCT, str(offer.product_id))


def _told(programme: Programme, target: str, target_id: str) -> dict[str, object]:
    return {"promoted": programme, "promoted_target": target, "promoted_id": target_id}


def _is_host(request: DureRequest) -> bool:
    found = affiliate_of(person_id=request.actor.person_id)
    return found is not None and found.is_approved
