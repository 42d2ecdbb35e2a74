"""Putting offers on stage: onto a show's run-sheet, onto its screen, and keeping what is said of them true."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.market.errors import live_offers as errors
from dure.rooms.market.queries.bookings import booking_facts
from dure.rooms.market.queries.live_offers import CHANNELS, facts_of, flashes_among, fresh_facts
from dure.rooms.market.stage_keys import key_of
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.shows import keys_standing
from dure.rooms.stage.services import run_sheets, screens
from dure.rooms.stage.services.changes import kept

AT_ONCE_MAX: Final = 30


@transaction.atomic
def put_on_sheet(*, by: Actor, show_id: UUID, offer_ids: Collection[int]) -> list[UUID]:
    """Put offers of the host at the end of a show's run-sheet; return their lines. For hosts and helpers.

    An offer that stands there already stays where it is. OfferNotOfHost, OfferNotOpen, NothingToShow leave nothing.
    """
    wanted = list(dict.fromkeys(offer_ids))
    if not 1 <= len(wanted) <= AT_ONCE_MAX:
        raise errors.NothingToShow(most=AT_ONCE_MAX)
    show = kept(show_id=show_id, by=by)
    views = [own_open_offer(organisation_id=show.organisation_id, offer_id=each) for each in wanted]
    return [_line_of(by, show_id, view) for view in views]


@transaction.atomic
def take_off_sheet(*, by: Actor, show_id: UUID, offer_id: int) -> None:
    """Take an offer off a show's run-sheet, and off the screen if it is there.

    FlashStillRuns while it is a flash price: its end takes it off by itself, and gives back what is set aside.
    """
    kept(show_id=show_id, by=by)
    flash = flashes_among(offer_ids=[offer_id]).get(offer_id)
    if flash is not None and not flash.is_over:
        raise errors.FlashStillRuns(flash_id=str(flash.id), remedy=f"/live/{show_id}/desk/#goods")
    cue_id = line_on_sheet(show_id=show_id, offer_id=offer_id)
    if cue_id is None:
        raise errors.OfferNotOnSheet
    run_sheets.remove_cue(by=by, show_id=show_id, cue_id=cue_id)


@transaction.atomic
def pin_offer(*, by: Actor, show_id: UUID, offer_id: int) -> UUID:
    """Put an offer on a show's screen, and on its run-sheet if it is not there; return its line."""
    show = kept(show_id=show_id, by=by)
    cue_id = line_on_sheet(show_id=show_id, offer_id=offer_id)
    if cue_id is None:
        view = own_open_offer(organisation_id=show.organisation_id, offer_id=offer_id)
        cue_id = _line_of(by, show_id, view)
    else:
        renew_offers(offer_ids=[offer_id])
    return screens.cue(by=by, show_id=show_id, cue_id=cue_id).cue_id


@transaction.atomic
def renew_offers(*, offer_ids: Collection[int]) -> int:
    """Have every show that is not over say of these offers what is true now; return how many lines have changed.

    What a coupon's line says is its own affair.
    """
    standing = keys_standing(keys=[key_of(offer_id=each) for each in offer_ids])
    found = offers(offer_ids=[each for each in offer_ids if key_of(offer_id=each) in standing])
    return sum(
        screens.renew_facts(key=key_of(offer_id=number), facts=fresh_facts(view=found[number]))
        for number in sorted(found)
        if found[number].channel in CHANNELS
    )


@transaction.atomic
def renew_terms(*, offer_id: int) -> int:
    """Have every show that is not over say whether an offer is booked by a deposit; return how many have changed."""
    sold: Mapping[str, object] = {"kind": "sale", "full_minor": None, "back_until": None}
    facts = booking_facts(offer_id=offer_id) or sold
    return screens.renew_facts(key=key_of(offer_id=offer_id), facts=facts)


def own_open_offer(*, organisation_id: UUID, offer_id: int) -> OfferView:
    """Return an offer that its seller may show; OfferNotOfHost, OfferNotOpen."""
    view = offers(offer_ids=[offer_id]).get(offer_id)
    if view is None or view.organisation_id != organisation_id or view.channel not in CHANNELS or view.cycle_id:
        raise errors.OfferNotOfHost
    if not view.is_open:
        raise errors.OfferNotOpen(name=view.name)
    return view


def line_on_sheet(*, show_id: UUID, offer_id: int) -> UUID | None:
    """Return the line of a show's run-sheet that stands for an offer; None where there is none."""
    key = key_of(offer_id=offer_id)
    found = (line["id"] for line in screen(show_id=show_id).state["cues"] if line["key"] == key)
    return next(map(UUID, found), None)


def _line_of(by: Actor, show_id: UUID, view: OfferView) -> UUID:
    """Return an offer's line with what is true of it now, a new one where there is none."""
    known = line_on_sheet(show_id=show_id, offer_id=view.offer_id)
    if known is not None:
        screens.renew_facts(key=key_of(offer_id=view.offer_id), facts=fresh_facts(view=view))
        return known
    key = key_of(offer_id=view.offer_id)
    return run_sheets.add_cue(by=by, show_id=show_id, title=view.name, key=key, facts=facts_of(view=view)).id
