"""What lies where: goods come in, are counted, moved from place to place, and written off. Every change is noted."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dure.events.catalog import StockChanged
from dure.kernel.http import Actor
from dure.kernel.numbers import new_number
from dure.kernel.outbox import announce
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Level, Location, Lot, StockMove, Variant
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.services.publishing import sell_until
from dure.rooms.catalog.services.sellers import check_count, demand_seller
from dure.rooms.ledger.chart import HOME_CELL

REASON_LENGTH_MAX = 200


@transaction.atomic
def receive(*, by: Actor, organisation_id: UUID, level_id: int, count: int, reason: str = "") -> Level:
    """Add so many that came in (restock) and return how the level stands."""
    demand_seller(by=by, organisation_id=organisation_id)
    check_count(count=count)
    level = locked_level(organisation_id=organisation_id, level_id=level_id)
    move(level=level, change=count, kind=MoveKind.RECEIVED, by=by, reason=reason)
    announce_stock(levels=[level])
    return level


@transaction.atomic
def count_stock(*, by: Actor, organisation_id: UUID, level_id: int, found: int, seen: int, reason: str = "") -> Level:
    """Write down how many were found; `seen` is what the book said when counting began.

    StockMovedMeanwhile when it says otherwise by now, FewerThanPromised when buyers were promised more.
    """
    demand_seller(by=by, organisation_id=organisation_id)
    check_count(count=found, least=0)
    level = locked_level(organisation_id=organisation_id, level_id=level_id)
    if level.on_hand != seen:
        raise errors.StockMovedMeanwhile(now=level.on_hand)
    if found != seen:
        move(level=level, change=found - seen, kind=MoveKind.COUNTED, by=by, reason=reason)
        announce_stock(levels=[level])
    return level


@transaction.atomic
def write_off(*, by: Actor, organisation_id: UUID, level_id: int, count: int, reason: str) -> Level:
    """Take away what is spoilt, lost or given away, and keep why; what is promised to buyers must stay."""
    demand_seller(by=by, organisation_id=organisation_id)
    check_count(count=count)
    if not reason.strip():
        raise errors.ReasonMissing
    level = locked_level(organisation_id=organisation_id, level_id=level_id)
    move(level=level, change=-count, kind=MoveKind.WRITTEN_OFF, by=by, reason=reason)
    announce_stock(levels=[level])
    return level


@transaction.atomic
def transfer(*, by: Actor, organisation_id: UUID, level_id: int, location_id: UUID, count: int) -> Level:
    """Move so many of what is free to another location of the same seller; return the level there."""
    demand_seller(by=by, organisation_id=organisation_id)
    check_count(count=count)
    there = own_location(organisation_id=organisation_id, location_id=location_id)
    source = _level(organisation_id=organisation_id, level_id=level_id)
    if source.location_id == there.id:
        raise errors.LocationUnknown
    target = shelf(variant_id=source.variant_id, organisation_id=organisation_id, location=there, lot_id=source.lot_id)
    source, target = _locked_in_order(source, target)
    reference = f"transfer:{new_number()}"
    move(level=source, change=-count, kind=MoveKind.SENT, by=by, reference=reference)
    move(level=target, change=count, kind=MoveKind.ARRIVED, by=by, reference=reference)
    announce_stock(levels=[source, target])
    return target


@transaction.atomic(savepoint=False)
def shelf(*, variant_id: UUID, organisation_id: UUID, location: Location, lot_id: UUID | None = None) -> Level:
    """Return the level of a size (of a lot) at a location, made empty where there is none; inside a verb only."""
    lot = Lot.objects.get(id=lot_id) if lot_id else None
    made, _is_new = Level.objects.get_or_create(
        cell_id=HOME_CELL,
        variant_id=variant_id,
        location_id=location.id,
        lot_id=lot_id,
        defaults={
            "level_id": new_number(),
            "organisation_id": organisation_id,
            "on_hand": 0,
            "reserved": 0,
            "sold": 0,
            "sell_until": sell_until(lot),
        },
    )
    return made


@transaction.atomic(savepoint=False)
def move(*, level: Level, change: int, kind: MoveKind, by: Actor, reason: str = "", reference: str = "") -> None:
    """Change what lies at a locked level and note why; FewerThanPromised when too few would stay; in a verb only."""
    if level.on_hand + change < level.reserved:
        raise errors.FewerThanPromised(promised=level.reserved)
    level.on_hand += change
    level.save(update_fields=["on_hand"])
    StockMove.objects.create(
        cell_id=level.cell_id,
        level_id=level.level_id,
        kind=kind,
        change=change,
        on_hand_after=level.on_hand,
        reason=reason.strip()[:REASON_LENGTH_MAX],
        reference=reference,
        moved_by_id=by.person_id,
    )


@transaction.atomic(savepoint=False)
def announce_stock(*, levels: list[Level]) -> None:
    """Tell that what lies at a seller's levels has changed."""
    if levels:
        announce(
            StockChanged(
                cell_id=levels[0].cell_id,
                level_ids=tuple(str(level.level_id) for level in levels),
                organisation_id=str(levels[0].organisation_id),
            )
        )


@transaction.atomic(savepoint=False)
def locked_level(*, organisation_id: UUID, level_id: int) -> Level:
    """Return a seller's level, locked until the transaction ends; LevelUnknown where there is none."""
    found = _own_levels(organisation_id).select_for_update(no_key=True).filter(level_id=level_id).first()
    if found is None:
        raise errors.LevelUnknown
    return found


def own_location(*, organisation_id: UUID, location_id: UUID) -> Location:
    """Return a seller's open location; LocationUnknown where there is none."""
    found = Location.objects.filter(id=location_id, organisation_id=organisation_id, closed_at__isnull=True).first()
    if found is None:
        raise errors.LocationUnknown
    return found


def own_variant(*, organisation_id: UUID, variant_id: UUID) -> Variant:
    """Return a size of a seller's product with the product; ProductUnknown where there is none."""
    found = Variant.objects.select_related("product__kind").filter(id=variant_id).first()
    if found is None or found.product.organisation_id != organisation_id:
        raise errors.ProductUnknown
    return found


def _own_levels(organisation_id: UUID) -> QuerySet[Level]:
    return Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id)


def _level(*, organisation_id: UUID, level_id: int) -> Level:
    found = _own_levels(organisation_id).filter(level_id=level_id).first()
    if found is None:
        raise errors.LevelUnknown
    return found


def _locked_in_order(source: Level, target: Level) -> tuple[Level, Level]:
    """Lock two levels in the order of their numbers, as everybody does, and return them as they stand now."""
    numbers = sorted([source.level_id, target.level_id])
    found = Level.objects.filter(cell_id=HOME_CELL, level_id__in=numbers).order_by("level_id")
    locked = {level.level_id: level for level in found.select_for_update(no_key=True)}
    return locked[source.level_id], locked[target.level_id]
