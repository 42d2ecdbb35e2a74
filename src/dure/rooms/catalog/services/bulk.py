"""Changing many offers at once, and taking such a change back."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import BulkAct, Level, Offer, OfferStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.services.publishing import announce_terms, locked_offers, set_status
from dure.rooms.catalog.services.sellers import check_count, demand_seller
from dure.rooms.catalog.services.shelves import announce_stock, move
from dure.rooms.ledger.chart import HOME_CELL

Sort = BulkAct.Sort
CHANGE_PERCENT_MIN, CHANGE_PERCENT_MAX = -90, 300
WHOLE_PERCENT = 100


@transaction.atomic
def pause_many(*, by: Actor, organisation_id: UUID, offer_ids: Sequence[int]) -> BulkAct:
    """Pause every open one of these offers."""
    offers = _chosen(by, organisation_id, offer_ids, status=OfferStatus.OPEN)
    changed = set_status(offers=offers, status=OfferStatus.PAUSED)
    return _keep(Sort.PAUSE, organisation_id, by, {str(offer.offer_id): offer.version for offer in changed})


@transaction.atomic
def close_for_a_while(*, by: Actor, organisation_id: UUID) -> BulkAct:
    """Pause everything a seller has on sale, but what it promised to an order cycle; `take_back` opens it again."""
    demand_seller(by=by, organisation_id=organisation_id)
    on_sale = Offer.objects.filter(
        cell_id=HOME_CELL, organisation_id=organisation_id, status=OfferStatus.OPEN, cycle_id__isnull=True
    )
    offers = list(on_sale.select_for_update(no_key=True).order_by("offer_id"))
    if not offers:
        raise errors.NothingChosen
    changed = set_status(offers=offers, status=OfferStatus.PAUSED)
    return _keep(Sort.HOLIDAY, organisation_id, by, {str(offer.offer_id): offer.version for offer in changed})


@transaction.atomic
def resume_many(*, by: Actor, organisation_id: UUID, offer_ids: Sequence[int]) -> BulkAct:
    """Put every paused one of these offers on sale again."""
    offers = _chosen(by, organisation_id, offer_ids, status=OfferStatus.PAUSED)
    changed = set_status(offers=offers, status=OfferStatus.OPEN)
    return _keep(Sort.RESUME, organisation_id, by, {str(offer.offer_id): offer.version for offer in changed})


@transaction.atomic
def change_prices(*, by: Actor, organisation_id: UUID, offer_ids: Sequence[int], percent: int) -> BulkAct:
    """Raise or lower the prices of these offers by whole percents (-90 to 300), rounded half up, one minor at least."""
    if not CHANGE_PERCENT_MIN <= percent <= CHANGE_PERCENT_MAX:
        raise errors.PriceWrong
    offers = _chosen(by, organisation_id, offer_ids)
    before = {}
    for offer in offers:
        new = max(1, _changed(offer.price, percent))
        before[str(offer.offer_id)] = [offer.price, new]
        offer.price, offer.version, offer.changed_at = new, offer.version + 1, clock.now()
    Offer.objects.bulk_update(offers, ["price", "version", "changed_at"])
    announce_terms(offers=offers)
    return _keep(Sort.PRICE, organisation_id, by, before)


@transaction.atomic
def restock_many(*, by: Actor, organisation_id: UUID, offer_ids: Sequence[int], count: int) -> BulkAct:
    """Add so many to the stock behind each of these offers; offers that share their stock add once."""
    check_count(count=count)
    offers = _chosen(by, organisation_id, offer_ids)
    levels = _locked_levels({offer.level_id for offer in offers})
    for level in levels:
        move(level=level, change=count, kind=MoveKind.RECEIVED, by=by)
    announce_stock(levels=levels)
    return _keep(Sort.RESTOCK, organisation_id, by, {str(level.level_id): count for level in levels})


@transaction.atomic
def take_back(*, by: Actor, organisation_id: UUID, act_id: UUID) -> int:
    """Undo a bulk change where nothing has changed since; return for how many. NothingToTakeBack where for none."""
    demand_seller(by=by, organisation_id=organisation_id)
    own = BulkAct.objects.filter(organisation_id=organisation_id, id=act_id)
    act = own.select_for_update().first()
    if act is None:
        raise errors.ImportUnknown
    if act.undone_at is not None:
        raise errors.AlreadyTakenBack
    count: int = _UNDO[act.sort](act, by)
    if count == 0:
        raise errors.NothingToTakeBack
    act.undone_at = clock.now()
    act.save(update_fields=["undone_at"])
    return count


def _undo_status(act: BulkAct, status: OfferStatus) -> int:
    """Bring back the offers whose version is still the one the act left."""
    offers = locked_offers(organisation_id=act.organisation_id, offer_ids=_numbers(act))
    untouched = [each for each in offers if act.before[str(each.offer_id)] == each.version]
    return len(set_status(offers=untouched, status=status))


def _undo_prices(act: BulkAct, _by: Actor) -> int:
    """Set the old price where the price is still the one the act set."""
    offers = locked_offers(organisation_id=act.organisation_id, offer_ids=_numbers(act))
    same = [offer for offer in offers if act.before[str(offer.offer_id)][1] == offer.price]
    for offer in same:
        offer.price, offer.version = act.before[str(offer.offer_id)][0], offer.version + 1
        offer.changed_at = clock.now()
    Offer.objects.bulk_update(same, ["price", "version", "changed_at"])
    announce_terms(offers=same)
    return len(same)


def _undo_restock(act: BulkAct, by: Actor) -> int:
    """Take away again what was added, where so many are still free."""
    levels = [level for level in _locked_levels(_numbers(act)) if level.free >= act.before[str(level.level_id)]]
    for level in levels:
        move(level=level, change=-act.before[str(level.level_id)], kind=MoveKind.UNDONE, by=by)
    announce_stock(levels=levels)
    return len(levels)


_UNDO: dict[str, Any] = {
    Sort.PAUSE: lambda act, _by: _undo_status(act, OfferStatus.OPEN),
    Sort.HOLIDAY: lambda act, _by: _undo_status(act, OfferStatus.OPEN),
    Sort.RESUME: lambda act, _by: _undo_status(act, OfferStatus.PAUSED),
    Sort.PRICE: _undo_prices,
    Sort.RESTOCK: _undo_restock,
}


def _chosen(
    by: Actor, organisation_id: UUID, offer_ids: Sequence[int], *, status: OfferStatus | None = None
) -> list[Offer]:
    """Return a seller's chosen offers that have not ended, locked; NothingChosen where none is left to change."""
    demand_seller(by=by, organisation_id=organisation_id)
    found = locked_offers(organisation_id=organisation_id, offer_ids=offer_ids)
    chosen = [offer for offer in found if offer.status != OfferStatus.ENDED and status in {None, offer.status}]
    if not chosen:
        raise errors.NothingChosen
    return chosen


def _keep(sort: BulkAct.Sort, organisation_id: UUID, by: Actor, before: dict[str, Any]) -> BulkAct:
    """Write the change down, so that it can be taken back."""
    return BulkAct.objects.create(
        organisation_id=organisation_id, sort=sort, before=before, made_at=clock.now(), made_by_id=by.person_id
    )


def _numbers(act: BulkAct) -> list[int]:
    """Return the numbers an act was about."""
    return [int(number) for number in act.before]


def _locked_levels(numbers: set[int] | list[int]) -> list[Level]:
    """Return levels, locked in the order of their numbers."""
    found = Level.objects.filter(cell_id=HOME_CELL, level_id__in=numbers)
    return list(found.select_for_update(no_key=True).order_by("level_id"))


def _changed(price: int, percent: int) -> int:
    """Return a price so many percents higher or lower, rounded half up to the minor unit."""
    exact = Decimal(price) * (WHOLE_PERCENT + percent) / WHOLE_PERCENT
    return int(exact.to_integral_value(ROUND_HALF_UP))
