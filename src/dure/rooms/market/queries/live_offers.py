"""Offers on stage: what a show's run-sheet says of them, what is left of each, and what else could be shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from dure.kernel.money import Money
from dure.rooms.catalog.queries.mine import own_offers
from dure.rooms.catalog.queries.offers import OfferView, offers, views_of
from dure.rooms.market.errors import live_offers as errors
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.queries.bookings import booking_facts
from dure.rooms.market.stage_keys import key_of, offer_of
from dure.rooms.stage.queries.screens import screen

Facts = dict[str, str | int | bool | None]

CHANNELS: Final = ("shop", "live")
"""Where an offer stands that a host may show; a coupon's or a hub's has its own way onto the stage."""
CHOICES_MAX: Final = 200


@dataclass(frozen=True, kw_only=True)
class OnStage:
    """A line of a run-sheet that stands for an offer, as things are now. `left` and `total` count boxes."""

    cue_id: UUID
    key: str
    kind: str
    offer_id: int
    title: str
    unit: str
    picture: str
    product_id: UUID
    price: Money
    was: Money | None
    left: int
    total: int | None
    limit: int | None
    until: datetime | None
    is_open: bool
    is_on_screen: bool
    flash: FlashPrice | None
    full: Money | None = None
    """What one costs, where the price is a deposit."""

    @property
    def is_sold_out(self) -> bool:
        """Whether nobody can have one just now."""
        return self.left <= 0


def on_stage(*, show_id: UUID) -> list[OnStage]:
    """Return the lines of a show's run-sheet that stand for offers, in its order; three statements. ShowNotFound."""
    state = screen(show_id=show_id).state
    lines = {offer_of(key=line["key"]): line for line in state["cues"]}
    numbers = [number for number in lines if number is not None]
    views, running = offers(offer_ids=numbers), flashes_among(offer_ids=numbers)
    shown = (state["cue"] or {}).get("id")
    return [
        _on_stage(lines[number], views[number], running.get(number), is_on_screen=lines[number]["id"] == shown)
        for number in numbers
        if number in views
    ]


def offers_to_choose(*, organisation_id: UUID, show_id: UUID) -> list[OfferView]:
    """Return the host's offers that can be bought now and are not on the sheet yet, by name; 200 at most."""
    own = own_offers(organisation_id=organisation_id, status="open").filter(channel__in=CHANNELS, cycle_id=None)
    standing = [offer_of(key=line["key"]) for line in screen(show_id=show_id).state["cues"]]
    found = views_of(list(own.exclude(offer_id__in=[number for number in standing if number])[:CHOICES_MAX]))
    return sorted((view for view in found if view.is_open), key=lambda view: (view.name, view.price.minor))


def flashes_among(*, offer_ids: Collection[int]) -> dict[int, FlashPrice]:
    """Return the flash prices whose own offers are among these, by the offer's number."""
    return {flash.offer_id: flash for flash in FlashPrice.objects.filter(offer_id__in=list(offer_ids))}


def flash(*, flash_id: UUID) -> FlashPrice:
    """Return one flash price; FlashUnknown."""
    found = FlashPrice.objects.filter(id=flash_id).first()
    if found is None:
        raise errors.FlashUnknown
    return found


def facts_of(*, view: OfferView, flash: FlashPrice | None = None) -> Facts:
    """Return what the screen says of an offer, with names in the language spoken now."""
    return {
        "kind": "flash" if flash else "sale",
        "offer": str(view.offer_id),
        "title": view.name,
        "unit": unit_of(view=view),
        "currency": view.price.currency,
        "product": f"/products/{view.product_id}/",
        "was_minor": flash.was if flash else None,
        "of": key_of(offer_id=flash.of_offer_id) if flash else None,
        "total": flash.count if flash else None,
        **fresh_facts(view=view),
        **(booking_facts(offer_id=view.offer_id) or {}),
    }


def fresh_facts(*, view: OfferView) -> Facts:
    """Return those of the facts that change while an offer is on stage; they need no language."""
    return {
        "price_minor": view.price.minor,
        "left": max(view.free, 0),
        "open": view.is_open,
        "picture": view.photo,
        "limit": view.per_buyer_limit,
        "until": view.closes_at.isoformat() if view.closes_at else None,
    }


def unit_of(*, view: OfferView) -> str:
    """Return what one of an offer is, in the language spoken now: `5 kg box`."""
    return f"{view.size.format(get_language() or '')} {view.package}".strip()


def _on_stage(line: Mapping[str, Any], view: OfferView, flash: FlashPrice | None, *, is_on_screen: bool) -> OnStage:
    facts = line["facts"]
    was, full = flash.was if flash else facts.get("was_minor"), facts.get("full_minor")
    return OnStage(
        cue_id=UUID(line["id"]), key=key_of(offer_id=view.offer_id), kind=facts.get("kind", "sale"),
        offer_id=view.offer_id, title=line["title"], unit=unit_of(view=view), picture=view.photo,
        product_id=view.product_id, price=view.price, was=Money(was, view.price.currency) if was else None,
        left=max(view.free, 0), total=facts.get("total"), limit=view.per_buyer_limit, until=view.closes_at,
        is_open=view.is_open, is_on_screen=is_on_screen, flash=flash,
        full=Money(full, view.price.currency) if full else None,
    )  # fmt: skip
