"""Coupons of a show: a host gives so many away, viewers take one each, and only they can order at its price.

How much of a coupon was used is not written here: it is what the buyer's allowance of the offer says, which the order
itself takes and every way of giving an order up gives back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.catalog import errors as catalog_errors
from dure.rooms.catalog.queries import offers as catalog
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.catalog.services.private_offers import offer_privately
from dure.rooms.market.errors.coupons import (
    BarredFromShow,
    CouponNotOfHost,
    CouponNumbersWrong,
    CouponOfBooking,
    CouponOver,
    CouponsGone,
    CouponTimeWrong,
    CouponTooLarge,
    CouponUnderWay,
    CouponUnknown,
)
from dure.rooms.market.models.coupons import Coupon, TakenCoupon
from dure.rooms.market.queries.bookings import terms_of
from dure.rooms.market.queries.coupons import COUPON, coupon_facts
from dure.rooms.market.services.notices import amount_in_words
from dure.rooms.stage.errors import ShowNotLive, ShowOver
from dure.rooms.stage.queries.shows import run_sheet
from dure.rooms.stage.queries.standings import is_banned
from dure.rooms.stage.services import run_sheets, screens
from dure.rooms.stage.services.changes import hosted

COUNT_MAX: Final = 100_000
PIECES_MAX: Final = 100
HOLDS_MAX: Final = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class CouponDraft:
    """What a host gives away: so much (minor units) off one piece, so many coupons, to be used until a moment."""

    off_minor: int
    count: int
    until: datetime
    per_person: int = 1


@transaction.atomic
def offer_coupon(
    *, by: Actor, show_id: UUID, offer_id: int, off_minor: int, count: int, until: datetime, per_person: int = 1
) -> Coupon:
    """Give coupons for an open offer of the host, and put them on the run-sheet; viewers can take them while live.

    Refuses others' goods, a price of nothing, numbers and times that cannot be, and a second coupon for one good.
    """
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    draft = CouponDraft(off_minor=off_minor, count=count, until=until, per_person=per_person)
    beside = _offered(offer_id, host_id=show.organisation_id)
    _check(draft, beside)
    coupon = _made(draft, show_id=show_id, beside=beside, private_id=_private(by, draft, beside), by=by)
    facts = coupon_facts(coupon=coupon, offer=beside)
    run_sheets.add_cue(by=by, show_id=show_id, title=beside.name, key=_key(coupon), facts=facts)
    return coupon


@transaction.atomic
def take_coupon(*, by: Actor, coupon_id: UUID) -> TakenCoupon:
    """Take one of a show's coupons while it is on air; whoever has it already keeps it.

    However many press at once, no more are given than there are: CouponsGone for the others.
    """
    if by.person_id is None:
        raise NotSignedIn
    found = Coupon.objects.select_related("show").filter(id=coupon_id).first()
    if found is None:
        raise CouponUnknown
    if held := _held(by.person_id, found):
        return held
    _demand_there(found, by.person_id)
    # Only now is anybody kept waiting: who comes when all are gone is told so without the lock.
    coupon = Coupon.objects.select_for_update().get(id=coupon_id)
    if held := _held(by.person_id, coupon):
        return held
    _demand_left(coupon)
    return _give(coupon, by.person_id)


@transaction.atomic
def withdraw_coupon(*, by: Actor, coupon_id: UUID) -> Coupon:
    """Give no more of a coupon; those taken hold until its time is over. Withdrawing it twice changes nothing."""
    known = Coupon.objects.filter(id=coupon_id).values_list("show_id", flat=True).first()
    if known is None:
        raise CouponUnknown
    show = hosted(show_id=known, by=by)
    coupon = Coupon.objects.select_for_update().get(id=coupon_id)
    if coupon.is_withdrawn:
        return coupon
    coupon.withdrawn_at, coupon.withdrawn_by = clock.now(), by.person_id
    coupon.save(update_fields=["withdrawn_at", "withdrawn_by"])
    lines = [] if show.is_over else run_sheet(show=show)
    for line in lines:
        if line.key == _key(coupon):
            run_sheets.remove_cue(by=by, show_id=show.id, cue_id=line.id)
    return coupon


def _offered(offer_id: int, *, host_id: UUID) -> OfferView:
    """Return the host's own offer that coupons are given for."""
    found = catalog.offers(offer_ids=[offer_id]).get(offer_id)
    if found is None or found.organisation_id != host_id or found.cycle_id is not None or found.channel == COUPON:
        raise CouponNotOfHost
    if terms_of(offer_ids=[offer_id]):
        raise CouponOfBooking
    return found


def _check(draft: CouponDraft, beside: OfferView) -> None:
    """Refuse what cannot be: see the errors."""
    if not 0 < draft.off_minor < beside.price.minor:
        raise CouponTooLarge(price=amount_in_words(beside.price.minor, beside.price.currency))
    if not (1 <= draft.count <= COUNT_MAX and 1 <= draft.per_person <= PIECES_MAX):
        raise CouponNumbersWrong(most=COUNT_MAX, pieces=PIECES_MAX)
    if not timedelta() < draft.until - clock.now() <= HOLDS_MAX:
        raise CouponTimeWrong(days=HOLDS_MAX.days)


def _private(by: Actor, draft: CouponDraft, beside: OfferView) -> int:
    """Make the offer at the coupon's price; return its number."""
    price = Money(beside.price.minor - draft.off_minor, beside.price.currency)
    try:
        made = offer_privately(
            by=by, organisation_id=beside.organisation_id, offer_id=beside.offer_id, price=price,
            closes_at=draft.until, per_buyer_limit=draft.per_person,
        )  # fmt: skip
    except catalog_errors.AlreadyOffered as refusal:
        raise CouponUnderWay from refusal
    except (catalog_errors.OfferUnknown, catalog_errors.OfferOver) as refusal:
        raise CouponNotOfHost from refusal
    return made.offer_id


def _made(draft: CouponDraft, *, show_id: UUID, beside: OfferView, private_id: int, by: Actor) -> Coupon:
    return Coupon.objects.create(
        show_id=show_id,
        organisation_id=beside.organisation_id,
        cell_id=beside.cell_id,
        offer_id=private_id,
        of_offer_id=beside.offer_id,
        product_id=beside.product_id,
        off=draft.off_minor,
        was=beside.price.minor,
        currency=beside.price.currency,
        count=draft.count,
        per_person=draft.per_person,
        until=draft.until,
        made_at=clock.now(),
        made_by=by.person_id,
    )


def _held(person_id: UUID, coupon: Coupon) -> TakenCoupon | None:
    return TakenCoupon.objects.filter(coupon=coupon, person_id=person_id).first()


def _demand_there(coupon: Coupon, person_id: UUID) -> None:
    """Refuse who may not take part, and everybody while the show is not on air or nothing is left."""
    if not coupon.show.is_live:
        raise ShowNotLive
    if is_banned(show=coupon.show, person_id=person_id):
        raise BarredFromShow
    _demand_left(coupon)


def _demand_left(coupon: Coupon) -> None:
    if coupon.is_over or coupon.is_withdrawn:
        raise CouponOver
    if coupon.left <= 0:
        raise CouponsGone(count=coupon.count)


def _give(coupon: Coupon, person_id: UUID) -> TakenCoupon:
    """Write down that one more of a locked coupon is taken; the last one is told to the room at once."""
    taken = TakenCoupon.objects.create(
        coupon=coupon, cell_id=coupon.cell_id, offer_id=coupon.offer_id, person_id=person_id, taken_at=clock.now()
    )
    Coupon.objects.filter(id=coupon.id).update(given=F("given") + 1)
    if coupon.left == 1:
        screens.renew_facts(key=_key(coupon), facts={"left": 0})
    return taken


def _key(coupon: Coupon) -> str:
    """Return what a coupon's line on a run-sheet stands for."""
    return f"offer:{coupon.offer_id}"
