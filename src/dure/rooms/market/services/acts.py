"""Writing down who did what to an order, when and why; and on whose side somebody stands."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.market import errors
from dure.rooms.market.models import OrderAct, Side

NO_FACTS: Mapping[str, object] = MappingProxyType({})
WHY_LENGTH_MAX = 500


@transaction.atomic(savepoint=False)
def note_act(
    *,
    order_id: int,
    act: OrderAct.Act,
    side: Side,
    cell_id: int,
    by: Actor | None = None,
    fulfilment_id: UUID | None = None,
    why: str = "",
    facts: Mapping[str, object] = NO_FACTS,
) -> OrderAct:
    """Write one act down, within the verb that does it; `by` None is the house itself."""
    return OrderAct.objects.create(
        cell_id=cell_id,
        order_id=order_id,
        fulfilment_id=fulfilment_id,
        act=act,
        side=side,
        person_id=by.person_id if by else None,
        at=clock.now(),
        why=why[:WHY_LENGTH_MAX],
        facts=dict(facts),
    )


def side_of(*, by: Actor, buyer_id: UUID, seller_id: UUID | None = None) -> Side:
    """Return on whose side a person acts on an order (or a seller's part of it); OrderNotYours on nobody's."""
    if seller_id is not None and by.organisation_id == seller_id:
        return Side.SELLER
    if by.person_id is not None and by.person_id == buyer_id:
        return Side.BUYER
    if by.is_staff:
        return Side.STAFF if by.person_id else Side.HOUSE
    raise errors.OrderNotYours


def required(*, why: str) -> str:
    """Return the reason somebody gave, trimmed; ReasonMissing when there is none."""
    reason = why.strip()
    if not reason:
        raise errors.ReasonMissing
    return reason[:WHY_LENGTH_MAX]
