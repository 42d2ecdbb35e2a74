"""Shapes of coupons. Numbers of offers and amounts (whole minor units) are strings."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.market.models import Coupon
from dure.rooms.market.queries.coupons import GivenCoupon, OwnCoupon
from dure.rooms.market.schemas.orders import AMOUNT
from dure.rooms.market.services.coupons import COUNT_MAX, PIECES_MAX


class CouponIn(Schema):
    """So much off one piece of an offer, so many coupons, to be used until a moment."""

    offer_id: str = Field(pattern=r"^[0-9]{1,19}$")
    off: str = Field(pattern=AMOUNT)
    count: int = Field(ge=1, le=COUNT_MAX)
    per_person: int = Field(1, ge=1, le=PIECES_MAX)
    until: AwareDatetime


class CouponOut(Schema):
    """A coupon. `offer_id` is what is ordered with it, `of_offer_id` the same goods at the ordinary price."""

    id: UUID
    show_id: UUID
    offer_id: str
    of_offer_id: str
    product_id: UUID
    price: str
    was: str
    off: str
    currency: str
    count: int
    left: int
    per_person: int
    until: datetime
    is_withdrawn: bool

    @classmethod
    def of(cls, coupon: Coupon) -> Self:
        """Return a coupon as JSON tells it."""
        return cls.model_validate(facts_of(coupon))


class GivenCouponOut(CouponOut):
    """A coupon as its host sees it."""

    given: int
    used: int

    @classmethod
    def of_given(cls, found: GivenCoupon) -> Self:
        """Return it with how many were given, and how many of those stand in an order."""
        return cls.model_validate({**facts_of(found.coupon), "given": found.coupon.given, "used": found.used})


class OwnCouponOut(Schema):
    """A coupon somebody took; `pieces_used` stand in orders, `is_usable` says whether more can be ordered now."""

    coupon: CouponOut
    name: str
    taken_at: datetime
    pieces_used: int
    is_usable: bool

    @classmethod
    def of(cls, own: OwnCoupon) -> Self:
        """Return one's own coupon as JSON tells it."""
        return cls(
            coupon=CouponOut.of(own.coupon), name=own.offer.name, taken_at=own.taken.taken_at,
            pieces_used=own.pieces_used, is_usable=own.is_usable,
        )  # fmt: skip


def facts_of(coupon: Coupon) -> dict[str, object]:
    """Return what everybody may know of a coupon."""
    return {
        "id": coupon.id,
        "show_id": coupon.show_id,
        "offer_id": str(coupon.offer_id),
        "of_offer_id": str(coupon.of_offer_id),
        "product_id": coupon.product_id,
        "price": str(coupon.price.minor),
        "was": str(coupon.was),
        "off": str(coupon.off),
        "currency": coupon.currency,
        "count": coupon.count,
        "left": coupon.left,
        "per_person": coupon.per_person,
        "until": coupon.until,
        "is_withdrawn": coupon.is_withdrawn,
    }
