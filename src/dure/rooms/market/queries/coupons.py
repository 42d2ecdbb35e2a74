"""Coupons as hosts and viewers see them, and who holds which: for pages, quotes and the gate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from dure.kernel.http import Actor
from dure.kernel.questions import Question
from dure.rooms.catalog.queries import offers as catalog
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.errors.coupons import CouponUnknown
from dure.rooms.market.models import Allowance
from dure.rooms.market.models.coupons import Coupon, TakenCoupon
from dure.rooms.stage.errors import ShowNotFound
from dure.rooms.stage.queries.shows import show_of

MINE_MAX: Final = 200
COUPON: Final = "coupon"
"""The channel of what only those who took a coupon can order."""


class HeldRow(msgspec.Struct, frozen=True):
    """An offer at a coupon's price, and one who may order by it."""

    offer_id: int
    person_id: UUID


HELD: Final = Question(
    "held",
    "SELECT coupon.offer_id, coupon.person_id FROM wanted JOIN market_takencoupon AS coupon "
    "ON coupon.offer_id = wanted.offer_id AND coupon.person_id = %(buyer_id)s",
    HeldRow,
)
"""Of what is wanted, the offers for which `buyer_id` took a coupon."""

HOLDERS: Final = Question(
    "holders",
    "SELECT coupon.offer_id, coupon.person_id FROM wares JOIN market_takencoupon AS coupon "
    "ON coupon.offer_id = wares.offer_id AND coupon.person_id = ANY (%(buyer_ids)s::uuid[])",
    HeldRow,
)
"""The same for several buyers, of the `wares` at hand."""


@dataclass(frozen=True, kw_only=True)
class GivenCoupon:
    """A coupon as its host sees it: how many were given, and how many of those were used in an order that stands."""

    coupon: Coupon
    offer: OfferView
    used: int


@dataclass(frozen=True, kw_only=True)
class OwnCoupon:
    """A coupon in somebody's hands, with how many pieces were ordered with it."""

    taken: TakenCoupon
    offer: OfferView
    pieces_used: int

    @property
    def coupon(self) -> Coupon:
        """What was taken."""
        return self.taken.coupon

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more can be ordered with it."""
        return self.pieces_used >= self.coupon.per_person

    @property
    def is_usable(self) -> bool:
        """Whether something can be ordered with it now."""
        return self.offer.is_open and not self.is_used_up and not self.offer.is_sold_out


def coupon_of(*, coupon_id: UUID) -> Coupon:
    """Return a coupon with its show; CouponUnknown."""
    found = Coupon.objects.select_related("show").filter(id=coupon_id).first()
    if found is None:
        raise CouponUnknown
    return found


def hosted_title(*, organisation_id: UUID, show_id: UUID, by: Actor) -> str:
    """Return the title of an organisation's own show; ShowNotFound for anybody else's."""
    found = show_of(show_id=show_id, by=by)
    if found.organisation_id != organisation_id:
        raise ShowNotFound
    return found.title


def host_coupon(*, organisation_id: UUID, show_id: UUID, coupon_id: UUID) -> Coupon:
    """Return a coupon of an organisation's show; CouponUnknown for anybody else's."""
    found = coupon_of(coupon_id=coupon_id)
    if (found.organisation_id, found.show_id) != (organisation_id, show_id):
        raise CouponUnknown
    return found


def coupons_of_show(*, show_id: UUID) -> list[GivenCoupon]:
    """Return a show's coupons, the newest first, with how they were used; three statements."""
    coupons = list(Coupon.objects.filter(show_id=show_id).order_by("-made_at", "-id"))
    views, used = _views(coupons), _used([each.offer_id for each in coupons])
    return [
        GivenCoupon(coupon=each, offer=views[each.offer_id], used=used.get(each.offer_id, 0))
        for each in coupons
        if each.offer_id in views
    ]


def my_coupons(*, person_id: UUID) -> list[OwnCoupon]:
    """Return the coupons somebody took, the last first; three statements."""
    taken = list(_taken(person_id).order_by("-taken_at", "-id")[:MINE_MAX])
    views = _views([each.coupon for each in taken])
    had = dict(
        Allowance.objects.filter(
            cell_id=HOME_CELL, buyer_id=person_id, offer_id__in=[each.offer_id for each in taken]
        ).values_list("offer_id", "taken")
    )
    return [
        OwnCoupon(taken=each, offer=views[each.offer_id], pieces_used=had.get(each.offer_id, 0))
        for each in taken
        if each.offer_id in views
    ]


def coupon_held(*, person_id: UUID | None, offer_id: int) -> TakenCoupon | None:
    """Return the coupon somebody took for an offer; None where it was not taken."""
    return _taken(person_id).filter(offer_id=offer_id).first() if person_id else None


def is_coupon_missing(*, person_id: UUID, offer_ids: Collection[int]) -> bool:
    """Whether one of some offers is a coupon's, and this person did not take it."""
    asked = set(Coupon.objects.filter(cell_id=HOME_CELL, offer_id__in=offer_ids).values_list("offer_id", flat=True))
    return bool(asked and asked - set(_taken(person_id).filter(offer_id__in=asked).values_list("offer_id", flat=True)))


def coupon_facts(*, coupon: Coupon, offer: OfferView) -> Mapping[str, str | int]:
    """Return what a cue tells of a coupon; `left` and `total` count coupons, `limit` the pieces for one person."""
    size = offer.size.format(get_language() or "")
    return {
        "kind": "coupon",
        "coupon": str(coupon.id),
        "offer": str(coupon.offer_id),
        "title": offer.name,
        "price_minor": coupon.price.minor,
        "was_minor": coupon.was,
        "currency": coupon.currency,
        "picture": offer.photo,
        "unit": f"{size} {offer.package}".strip(),
        "left": coupon.left,
        "total": coupon.count,
        "limit": coupon.per_person,
        "until": coupon.until.isoformat(),
        "open": True,
        "product": f"/products/{coupon.product_id}/",
    }


def _taken(person_id: UUID) -> QuerySet[TakenCoupon]:
    return TakenCoupon.objects.filter(person_id=person_id).select_related("coupon__show", "coupon__organisation")


def _views(coupons: Sequence[Coupon]) -> dict[int, OfferView]:
    return catalog.offers(offer_ids=[each.offer_id for each in coupons]) if coupons else {}


def _used(offer_ids: Sequence[int]) -> dict[int, int]:
    """Return how many people have ordered at the price of each offer, orders that were given up left out."""
    had = Allowance.objects.filter(cell_id=HOME_CELL, offer_id__in=offer_ids, taken__gt=0).values("offer_id")
    return {row["offer_id"]: row["people"] for row in had.annotate(people=Count("buyer_id"))}
