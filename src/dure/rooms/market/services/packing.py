"""Packing: what a seller says of many parts at once, in the market and in dispatch together."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.dispatch.queries.desks import chosen
from dure.rooms.dispatch.services import scans
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment, OrderAct, Side
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.parts import Held
from dure.rooms.market.services.shipping import locked_by_reference
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@transaction.atomic
def pack_parts(*, by: Actor, organisation_id: UUID, shipment_ids: Sequence[UUID]) -> list[Fulfilment]:
    """Say that a seller's parts, named by their shipments, are packed, all or none; returns those that were not yet.

    The parts are locked before dispatch locks their shipments, as everywhere.
    """
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    wanted = set(shipment_ids)
    if not wanted:
        raise errors.NothingToPack
    shipments = chosen(organisation_id=organisation_id, shipment_ids=list(wanted))
    if len(shipments) != len(wanted):
        raise errors.OrderNotFound
    held = [locked_by_reference(reference=each) for each in sorted(each.reference for each in shipments)]
    waiting = [each for each in held if each and each.part.status == Fulfilment.Status.TO_PACK]
    scans.pack(by=by, organisation_id=organisation_id, shipment_ids=list(wanted))
    for each in waiting:
        _note(each, by)
    return [each.part for each in waiting]


def _note(held: Held, by: Actor) -> None:
    """Write down that a part is packed; dispatch's own news of it then changes nothing more."""
    part = held.part
    part.status = Fulfilment.Status.PACKED
    part.save(update_fields=["status"])
    note_act(
        order_id=part.order_id, cell_id=part.cell_id, fulfilment_id=part.id, act=OrderAct.Act.PACKED,
        side=Side.SELLER, by=by,
    )  # fmt: skip
