"""Coupons of shows: taking one, what one took, and giving them away as the host."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.api.callers import caller_of
from dure.rooms.market.api.numbers import number_of
from dure.rooms.market.queries import coupons as queries
from dure.rooms.market.schemas.coupons import CouponIn, CouponOut, GivenCouponOut, OwnCouponOut
from dure.rooms.market.services import coupons

router = Router(tags=["market"])
SHOW = "/organisations/{uuid:organisation_id}/shows/{uuid:show_id}/coupons"


@router.get("/coupons", response=list[OwnCouponOut], operation_id="my_coupons")
def my_coupons(request: DureRequest) -> list[OwnCouponOut]:
    """The coupons I took, the last first, and what of them I have used."""
    return [OwnCouponOut.of(each) for each in queries.my_coupons(person_id=caller_of(request))]


@router.post("/coupons/{uuid:coupon_id}/taking", response=CouponOut, operation_id="take_coupon")
def take_coupon(request: DureRequest, coupon_id: UUID) -> CouponOut:
    """Take a coupon of a show on air, one a person; who has it already keeps it. Order its `offer_id` with it."""
    taken = coupons.take_coupon(by=request.actor, coupon_id=coupon_id)
    return CouponOut.of(queries.coupon_of(coupon_id=taken.coupon_id))


@router.get(SHOW, response=list[GivenCouponOut], operation_id="coupons_of_show")
def coupons_of_show(request: DureRequest, organisation_id: UUID, show_id: UUID) -> list[GivenCouponOut]:
    """A show's coupons as its host sees them: how many were given, and used."""
    queries.hosted_title(organisation_id=organisation_id, show_id=show_id, by=request.actor)
    return [GivenCouponOut.of_given(each) for each in queries.coupons_of_show(show_id=show_id)]


@router.post(SHOW, response={201: CouponOut}, operation_id="offer_coupon")
@decorate_view(idempotent)
def offer_coupon(request: DureRequest, organisation_id: UUID, show_id: UUID, asked: CouponIn) -> Status[CouponOut]:
    """Give coupons away in a show: a lower price over the same stock, for those who take one."""
    queries.hosted_title(organisation_id=organisation_id, show_id=show_id, by=request.actor)
    made = coupons.offer_coupon(
        by=request.actor, show_id=show_id, offer_id=number_of(asked.offer_id), off_minor=int(asked.off),
        count=asked.count, until=asked.until, per_person=asked.per_person,
    )  # fmt: skip
    return Status(201, CouponOut.of(made))


@router.post(f"{SHOW}/{{uuid:coupon_id}}/withdrawal", response=CouponOut, operation_id="withdraw_coupon")
def withdraw_coupon(request: DureRequest, organisation_id: UUID, show_id: UUID, coupon_id: UUID) -> CouponOut:
    """Give no more of a coupon; those taken can be used until its time is over."""
    queries.host_coupon(organisation_id=organisation_id, show_id=show_id, coupon_id=coupon_id)
    return CouponOut.of(coupons.withdraw_coupon(by=request.actor, coupon_id=coupon_id))
