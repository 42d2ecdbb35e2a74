"""What a list changes of what is on sale already: prices and counts, and how they are set back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog.list_rows import Row
from dure.rooms.catalog.models import Level, Offer, OfferStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.services.publishing import announce_terms, locked_offers
from dure.rooms.catalog.services.shelves import announce_stock, move
from dure.rooms.ledger.chart import HOME_CELL

Change = Mapping[str, Any]
"""Offer and level by number, and for price and count what they were and what they became (None where untouched)."""


@transaction.atomic(savepoint=False)
def change_offers(*, by: Actor, organisation_id: UUID, rows: Sequence[Row]) -> list[Change]:
    """Set price and count of what is on sale as these rows say; return what was changed. Inside a verb only."""
    told = {row.found.offer_id: row for row in rows if row.found is not None}
    offers = [
        offer for offer in locked_offers(organisation_id=organisation_id, offer_ids=told)
        if offer.status != OfferStatus.ENDED
    ]  # fmt: skip
    levels = _locked_levels({offer.level_id for offer in offers})
    changes = [_change(offer, levels[offer.level_id], told[offer.offer_id], by=by) for offer in offers]
    _write(offers, [levels[number] for number in sorted(levels)])
    return changes


@transaction.atomic(savepoint=False)
def restore_offers(*, by: Actor, organisation_id: UUID, changed: Sequence[Change]) -> int:
    """Set back what a list changed and nobody changed since; return for how many offers. Inside a verb only."""
    told = {int(each["offer"]): each for each in changed}
    offers = [
        offer for offer in locked_offers(organisation_id=organisation_id, offer_ids=told)
        if offer.status != OfferStatus.ENDED
    ]  # fmt: skip
    levels = _locked_levels({offer.level_id for offer in offers})
    restored = sum(_restore(offer, levels[offer.level_id], told[offer.offer_id], by=by) for offer in offers)
    _write(offers, [levels[number] for number in sorted(levels)])
    return restored


def _change(offer: Offer, level: Level, row: Row, *, by: Actor) -> Change:
    """Set one offer's price, and count what is free of it anew where the row tells a count."""
    assert row.size is not None
    was, price = offer.price, row.size.terms.price.minor
    offer.price = price
    change = row.size.count - level.free if row.tells_count else 0
    if change:
        move(level=level, change=change, kind=MoveKind.COUNTED, by=by)
    return {"offer": offer.offer_id, "price": [was, price], "moved": change}


def _restore(offer: Offer, level: Level, change: Change, *, by: Actor) -> bool:
    """Set one offer's price back, and take from its stock (or give to it) what the list gave or took."""
    was, became = change["price"]
    is_price = offer.price == became != was
    if is_price:
        offer.price = was
    back = max(-int(change["moved"]), -level.free)
    if back:
        move(level=level, change=back, kind=MoveKind.UNDONE, by=by)
    return bool(is_price or back)


def _locked_levels(numbers: set[int]) -> dict[int, Level]:
    """Return levels by number, locked in the order of their numbers."""
    found = Level.objects.filter(cell_id=HOME_CELL, level_id__in=numbers)
    return {level.level_id: level for level in found.select_for_update(no_key=True).order_by("level_id")}


def _write(offers: Sequence[Offer], levels: list[Level]) -> None:
    """Write the prices, and tell of the stock."""
    for offer in offers:
        offer.version, offer.changed_at = offer.version + 1, clock.now()
    Offer.objects.bulk_update(offers, ["price", "version", "changed_at"])
    announce_terms(offers=offers)
    announce_stock(levels=levels)
