"""Hosts' links, and who follows them: one row for each visitor and link, joined to whoever signs in on a browser."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.limits import limit
from dure.rooms.market import errors
from dure.rooms.market.models import PromotionLink, Touch
from dure.rooms.market.promoting import MOMENTS_MAX, PROOF_KEPT, Moment, new_code, renewed
from dure.rooms.market.queries import promotions
from dure.rooms.market.queries.promotions import from_moments, read_moments
from dure.rooms.market.services.affiliates import own_affiliate
from dure.rooms.people.queries.memberships import standing

HOUR_S = 3_600
VISITS_OF_ADDRESS_MAX = 600
"""How many visits an hour come from one address; many phones share one address of their carrier."""

FORGET_AT_ONCE_MAX = 5_000
Target = PromotionLink.Target


@transaction.atomic
def make_link(*, by: Actor, programme_id: UUID, target: str, target_id: str) -> PromotionLink:
    """Return an approved host's own link to a seller, product, offer or show of a programme; asked again, the same."""
    affiliate = own_affiliate(by=by)
    if affiliate.status == affiliate.Status.SUSPENDED:
        raise errors.HostSuspended
    if not affiliate.is_approved:
        raise errors.NotAHost
    programme = promotions.programme(programme_id=programme_id)
    if not programme.is_running:
        raise errors.ProgrammePaused
    if standing(person_id=by.person_id, organisation_id=programme.seller_id) is not None:
        raise errors.OwnGoods
    promotions.demand_within(programme=programme, target=target, target_id=target_id)
    made, _is_new = PromotionLink.objects.get_or_create(
        affiliate=affiliate,
        programme=programme,
        target=target,
        target_id=target_id,
        defaults={"code": new_code(), "made_at": clock.now()},
    )
    return made


def follow(*, code: str, by: Actor, browser_id: UUID, address: str) -> PromotionLink:
    """Note that somebody follows a link: a person, or else this browser. TooMany beyond what people do.

    OwnLink for the host; a link whose host or programme does not run is followed, and nothing is kept.
    """
    visitor = f"person:{by.person_id}" if by.person_id else f"browser:{browser_id}"
    limit(f"market:visits:{address}", times=VISITS_OF_ADDRESS_MAX, per_s=HOUR_S)
    limit(f"market:visits:{visitor}:{code}", times=MOMENTS_MAX, per_s=HOUR_S)
    return touch(code=code, by=by, browser_id=browser_id)


@transaction.atomic
def touch(*, code: str, by: Actor, browser_id: UUID) -> PromotionLink:
    """Write a visit down, renewing the visitor's row for this link."""
    link = promotions.link(code=code)
    if by.person_id is not None and link.affiliate.person_id == by.person_id:
        raise errors.OwnLink
    if not (link.affiliate.is_approved and link.programme.is_running):
        return link
    moment = _moment_of(link)
    visitor = {"person_id": by.person_id} if by.person_id else {"browser_id": browser_id}
    found, is_new = Touch.objects.select_for_update().get_or_create(
        link=link,
        **visitor,
        defaults={
            "seller_id": link.programme.seller_id, "moments": from_moments([moment]), "kept_until": _kept(moment),
        },
    )  # fmt: skip
    if is_new:
        PromotionLink.objects.filter(id=link.id).update(visitor_count=F("visitor_count") + 1)
    else:
        _renew(found, [moment])
    return link


@transaction.atomic
def join_visits(*, person_id: UUID, browser_id: UUID) -> int:
    """Let a browser's visits be those of whoever signed in on it; return how many. A host's own are forgotten."""
    visits = (
        Touch.objects.select_for_update(of=("self",)).filter(browser_id=browser_id).select_related("link__affiliate")
    )
    joined = 0
    for visit in visits.order_by("id"):
        known = Touch.objects.select_for_update().filter(person_id=person_id, link_id=visit.link_id).first()
        if visit.link.affiliate.person_id == person_id:
            visit.delete()
        elif known is None:
            Touch.objects.filter(id=visit.id).update(person_id=person_id, browser_id=None)
            joined += 1
        else:
            _renew(known, read_moments(visit.moments))
            visit.delete()
            joined += 1
    return joined


@transaction.atomic
def forget_visits() -> int:
    """Delete visits whose window and time of proof are over; return how many."""
    old = Touch.objects.filter(kept_until__lt=clock.now()).order_by("kept_until").values("id")[:FORGET_AT_ONCE_MAX]
    count, _tables = Touch.objects.filter(id__in=list(old.values_list("id", flat=True))).delete()
    return count


def _moment_of(link: PromotionLink) -> Moment:
    """Return this moment with what the page shows just now; to the millisecond, as it is kept."""
    now = clock.now()
    at = now - timedelta(microseconds=now.microsecond % 1_000)
    return Moment(at=at, until=at + link.programme.window, commission_bp=link.programme.commission_bp)


def _renew(found: Touch, moments: list[Moment]) -> None:
    kept = read_moments(found.moments)
    for moment in moments:
        kept = renewed(kept, moment=moment)
    found.moments, found.kept_until = from_moments(kept), max(_kept(each) for each in kept)
    found.save(update_fields=["moments", "kept_until"])


def _kept(moment: Moment) -> datetime:
    return moment.until + PROOF_KEPT
