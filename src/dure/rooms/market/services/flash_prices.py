"""Flash prices: so many boxes at a lower price until a moment, set aside so that what is shown as left is true."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from dure.events.market import FlashPriceEnded, FlashPriceStarted
from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.jobs import job
from dure.kernel.money import Money, OtherCurrency
from dure.kernel.outbox import announce
from dure.rooms.catalog.drafts import Terms
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.catalog.queries.set_aside import free_among
from dure.rooms.catalog.services.set_aside import give_back, set_aside
from dure.rooms.market.errors import live_offers as errors
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.queries.bookings import terms_of
from dure.rooms.market.queries.live_offers import facts_of
from dure.rooms.market.services import live_offers
from dure.rooms.market.services.live_offers import line_on_sheet, own_open_offer
from dure.rooms.market.services.notices import amount_in_words
from dure.rooms.market.stage_keys import key_of
from dure.rooms.stage.errors import ShowNotLive
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.standings import demand_keeper
from dure.rooms.stage.services import run_sheets, screens
from dure.rooms.stage.services.changes import kept, locked

GRACE: Final = timedelta(minutes=30)
"""A show may run over; a flash price may end that long after the planned end, and in any case that long from now."""
FLOOR_PART: Final = 10
"""A price below a tenth of the ordinary one is a slip of the finger."""
RESTS_COME_FOR: Final = timedelta(days=120)
"""So long after its end something may still come back: not paid, cancelled, returned."""


@transaction.atomic
def start_flash(
    *, by: Actor, show_id: UUID, offer_id: int, price: Money, count: int, minutes: int,
    per_buyer_limit: int | None = None,
) -> FlashPrice:  # fmt: skip
    """Set so many boxes of the host's offer aside at a lower price, and put them on the screen at once.

    For hosts and helpers of a show on air. It ends after `minutes`, with the show, or by `end_flash`. Whatever is
    refused (FlashPriceNotLower, FewerFree, FlashRunning, FlashTooLong …) leaves nothing.
    """
    show = kept(show_id=show_id, by=by)
    if not show.is_live:
        raise ShowNotLive
    view = own_open_offer(organisation_id=show.organisation_id, offer_id=offer_id)
    _demand_fair(view, price)
    now = clock.now()
    closes_at = _closing(show.started_at, show.planned_minutes, minutes, now)
    nth = FlashPrice.objects.filter(show_id=show_id).count() + 1
    place = f"{show.title[:34]} · {now.astimezone(clock.HOUSE_ZONE):%m-%d %H:%M} · {nth}"
    aside = set_aside(
        by=HOUSE, organisation_id=show.organisation_id, level_id=view.level_id, count=count, place=place,
        terms=Terms(price=price, per_buyer_limit=per_buyer_limit, closes_at=closes_at), channel="live",
    )  # fmt: skip
    # Asked only now: the shelf is locked, so whoever else began one for this offer has finished.
    if FlashPrice.objects.filter(of_offer_id=offer_id, ended_at__isnull=True).exists():
        raise errors.FlashRunning
    flash = FlashPrice.objects.create(
        show_id=show_id, organisation_id=show.organisation_id, offer_id=aside.offer_id, of_offer_id=offer_id,
        level_id=aside.level_id, home_level_id=view.level_id, price=price.minor, was=view.price.minor,
        currency=price.currency, count=count, per_buyer_limit=per_buyer_limit, started_at=now,
        started_by=by.person_id, closes_at=closes_at, before_cue_id=_on_screen(show_id),
    )  # fmt: skip
    _show(flash, by)
    end_in_time.defer_at(closes_at, flash_id=str(flash.id))
    announce(FlashPriceStarted(**_told(flash), price=flash.price, currency=flash.currency, count=count))
    return flash


@transaction.atomic
def end_flash(*, by: Actor, flash_id: UUID) -> FlashPrice:
    """End a flash price now; what is left goes back to its shelf, the ordinary offer back on the screen.

    What was ordered stays ordered. Ended twice, it is ended once.
    """
    flash = _own(flash_id, by)
    if not flash.is_over:
        _end(flash, by)
        _leave_stage(flash, by, back_to=line_on_sheet(show_id=flash.show_id, offer_id=flash.of_offer_id))
    return flash


@transaction.atomic
def undo_flash(*, by: Actor, flash_id: UUID) -> FlashPrice:
    """Undo a flash price of the last minute of which nobody has bought: everything is as before. UndoTooLate."""
    flash = _own(flash_id, by)
    if flash.is_undone:
        return flash
    if flash.is_over or clock.now() > flash.undo_until or _end(flash, by) != flash.count:
        raise errors.UndoTooLate
    flash.is_undone = True
    flash.save(update_fields=["is_undone"])
    _leave_stage(flash, by, back_to=flash.before_cue_id)
    return flash


@transaction.atomic
def end_flashes_of_show(*, show_id: UUID) -> int:
    """End every flash price of a show that is over; return how many."""
    running = FlashPrice.objects.filter(show_id=show_id, ended_at__isnull=True).order_by("started_at")
    return len([end_flash(by=HOUSE, flash_id=flash.id) for flash in list(running)])


def end_due_flashes() -> int:
    """End every flash price whose time is over, each in a transaction; return how many."""
    due = FlashPrice.objects.filter(ended_at__isnull=True, closes_at__lte=clock.now()).order_by("closes_at")
    return len([end_flash(by=HOUSE, flash_id=flash_id) for flash_id in list(due.values_list("id", flat=True))])


def give_back_rests() -> int:
    """Put back what became free of flash prices that have ended (not paid, cancelled, returned); return how much."""
    ended = list(FlashPrice.objects.filter(ended_at__gt=clock.now() - RESTS_COME_FOR))
    free = free_among(level_ids=[flash.level_id for flash in ended])
    return sum(give_rest_back(flash_id=flash.id) for flash in ended if free.get(flash.level_id, 0) > 0)


@transaction.atomic
def give_rest_back(*, flash_id: UUID) -> int:
    """Put back what has become free of one flash price since it ended; return how much."""
    flash = FlashPrice.objects.select_for_update().get(id=flash_id)
    return _give_back(flash) if flash.is_over else 0


@transaction.atomic
def renew_offers(*, offer_ids: Collection[int]) -> None:
    """Have shows say what is true now of offers whose terms have changed, and what is crossed out beside flash prices.

    A flash price that is not lower than the ordinary one any more ends.
    """
    live_offers.renew_offers(offer_ids=offer_ids)
    running = FlashPrice.objects.filter(of_offer_id__in=list(offer_ids), ended_at__isnull=True).order_by("started_at")
    found = list(running.values_list("id", "of_offer_id"))
    views = offers(offer_ids=[number for _flash_id, number in found])
    for flash_id, number in found:
        _renew_ordinary(_own(flash_id, HOUSE), views[number].price)


@job(retries=3)
def end_in_time(*, flash_id: str) -> None:
    """End a flash price at its moment; one that was ended before, or has been given more time, is left alone."""
    found = FlashPrice.objects.filter(id=flash_id, ended_at__isnull=True, closes_at__lte=clock.now()).first()
    if found is not None:
        end_flash(by=HOUSE, flash_id=found.id)


def _demand_fair(view: OfferView, price: Money) -> None:
    """Refuse a price in another currency, no lower than the ordinary one, or absurdly low."""
    if FlashPrice.objects.filter(offer_id=view.offer_id).exists():
        raise errors.FlashOfFlash
    if terms_of(offer_ids=[view.offer_id]):
        raise errors.FlashOfBooking
    if price.currency != view.price.currency:
        raise OtherCurrency(currency=view.price.currency)
    if price.minor >= view.price.minor:
        raise errors.FlashPriceNotLower(price=amount_in_words(view.price.minor, view.price.currency))
    if price.minor * FLOOR_PART < view.price.minor:
        raise errors.FlashPriceTooLow


def _closing(started_at: datetime | None, planned_minutes: int, minutes: int, now: datetime) -> datetime:
    """Return when it ends; FlashTooLong when the show will be over long before."""
    planned_end = (started_at or now) + timedelta(minutes=planned_minutes)
    most = int((max(planned_end, now) + GRACE - now).total_seconds() // 60)
    if type(minutes) is not int or not 1 <= minutes <= most:
        raise errors.FlashTooLong(most=most)
    return now + timedelta(minutes=minutes)


def _renew_ordinary(flash: FlashPrice, price: Money) -> None:
    """Cross out the ordinary price as it is now beside a locked flash price."""
    if flash.is_over or price.minor == flash.was:
        return
    if price.minor <= flash.price:
        end_flash(by=HOUSE, flash_id=flash.id)
        return
    flash.was = price.minor
    flash.save(update_fields=["was"])
    screens.renew_facts(key=key_of(offer_id=flash.offer_id), facts={"was_minor": flash.was})


def _show(flash: FlashPrice, by: Actor) -> None:
    """Put it on the screen; its line stands behind the ordinary offer's, or behind what is shown now."""
    view = offers(offer_ids=[flash.offer_id])[flash.offer_id]
    place = line_on_sheet(show_id=flash.show_id, offer_id=flash.of_offer_id) or flash.before_cue_id
    screens.cue(
        by=by, show_id=flash.show_id, key=key_of(offer_id=flash.offer_id), title=view.name,
        facts=facts_of(view=view, flash=flash), behind=place,
    )  # fmt: skip


def _on_screen(show_id: UUID) -> UUID | None:
    cue = screen(show_id=show_id).state["cue"]
    return UUID(cue["id"]) if cue else None


def _own(flash_id: UUID, by: Actor) -> FlashPrice:
    """Return a flash price, locked after its show, to those who keep order there; FlashUnknown, NotKeepingOrder."""
    show_id = FlashPrice.objects.filter(id=flash_id).values_list("show_id", flat=True).first()
    if show_id is None:
        raise errors.FlashUnknown
    demand_keeper(show=locked(show_id=show_id), by=by)
    return FlashPrice.objects.select_for_update().get(id=flash_id)


def _end(flash: FlashPrice, by: Actor) -> int:
    """End the offer of a locked flash price; return how many went back."""
    flash.ended_at, flash.ended_by = max(clock.now(), flash.started_at), by.person_id
    flash.save(update_fields=["ended_at", "ended_by"])
    count = _give_back(flash)
    announce(FlashPriceEnded(**_told(flash), given_back=count))
    return count


def _give_back(flash: FlashPrice) -> int:
    count = give_back(
        by=HOUSE, organisation_id=flash.organisation_id, offer_id=flash.offer_id, to_level_id=flash.home_level_id
    )
    flash.given_back += count
    flash.save(update_fields=["given_back"])
    return count


def _leave_stage(flash: FlashPrice, by: Actor, *, back_to: UUID | None) -> None:
    """Take a flash price off the sheet of a show that goes on; if it was on the screen, another line is again."""
    state: dict[str, Any] = screen(show_id=flash.show_id).state
    own = line_on_sheet(show_id=flash.show_id, offer_id=flash.offer_id)
    if own is None or state["status"] not in {"planned", "live"}:
        return
    standing = {UUID(line["id"]) for line in state["cues"]}
    if _on_screen(flash.show_id) == own and back_to in standing - {own}:
        screens.cue(by=by, show_id=flash.show_id, cue_id=back_to)
    run_sheets.remove_cue(by=by, show_id=flash.show_id, cue_id=own)


def _told(flash: FlashPrice) -> dict[str, Any]:
    return {
        "flash_id": str(flash.id), "show_id": str(flash.show_id), "offer_id": str(flash.offer_id),
        "of_offer_id": str(flash.of_offer_id), "organisation_id": str(flash.organisation_id),
    }  # fmt: skip
