"""Lots: what was harvested together, and what happens when it is past its day."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import LotDraft
from dure.rooms.catalog.models import Level, Lot, Offer, OfferStatus, Variant
from dure.rooms.catalog.services.publishing import set_status
from dure.rooms.inbox.services.notifications import notify_organisation
from dure.rooms.ledger.chart import HOME_CELL

EXPIRE_AT_ONCE_MAX = 500


@transaction.atomic(savepoint=False)
def make_lot(*, variant: Variant, draft: LotDraft) -> Lot:
    """Write a lot of a size down; LotExpired for one past its day, DatesWrong for one that spoils unharvested."""
    if draft.best_before and draft.best_before < clock.today():
        raise errors.LotExpired(day=draft.best_before.isoformat())
    if draft.best_before and draft.harvested_on and draft.best_before < draft.harvested_on:
        raise errors.DatesWrong
    return Lot.objects.create(
        variant=variant,
        label=draft.label.strip(),
        harvested_on=draft.harvested_on,
        village=draft.village.strip(),
        grade=draft.grade.strip(),
        net_weight_g=draft.net_weight_g,
        best_before=draft.best_before,
        created_at=clock.now(),
    )


@transaction.atomic
def expire_lots() -> int:
    """Take lots past their day out of sale and tell their sellers; return how many lots (500 at most in a call).

    What lies there stays in the book until the seller writes it off.
    """
    due = Lot.objects.filter(best_before__lt=clock.today(), expired_at__isnull=True)
    lots = {lot.id: lot for lot in due.select_for_update(skip_locked=True).order_by("id")[:EXPIRE_AT_ONCE_MAX]}
    levels = list(Level.objects.filter(cell_id=HOME_CELL, lot_id__in=lots).order_by("organisation_id"))
    offers = Offer.objects.filter(cell_id=HOME_CELL, level_id__in=[level.level_id for level in levels])
    set_status(offers=offers.select_for_update(no_key=True).order_by("offer_id"), status=OfferStatus.ENDED)
    for organisation_id, group in groupby(levels, key=lambda level: level.organisation_id):
        _tell(organisation_id, group)
    Lot.objects.filter(id__in=lots).update(expired_at=clock.now())
    return len(lots)


def _tell(organisation_id: UUID, levels: Iterable[Level]) -> None:
    """Tell a seller which lots went out of sale while something of them still lies there."""
    lot_ids = sorted({level.lot_id for level in levels if level.on_hand and level.lot_id})
    if lot_ids:
        notify_organisation(
            organisation_id=organisation_id,
            topic="sales",
            title=_("A lot is past its day"),
            body=_("It is no longer for sale. Please look what is left and write it off."),
            link=f"/catalog/{organisation_id}/stock/",
            key=f"lots-expired:{lot_ids[-1]}",
        )
