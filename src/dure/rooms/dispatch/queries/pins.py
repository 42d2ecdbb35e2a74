"""The receiver's PIN. It is made anew from the house's secret each time, so no table holds it, not even as a hash."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from dure.kernel.http import Actor
from dure.rooms.dispatch.models import Shipment

DIGITS = 6
SALT = "dure.dispatch.pin"


def pin_for(*, by: Actor, shipment: Shipment) -> str:
    """Return the PIN to the receiver themselves while the goods are on their way; empty to everybody else."""
    is_receiver = by.person_id is not None and by.person_id == shipment.receiver_id
    return _pin(shipment.id) if is_receiver and shipment.ended_at is None else ""


def is_pin(*, shipment_id: UUID, typed: str) -> bool:
    """Whether somebody typed the shipment's PIN; spaces do not count."""
    return constant_time_compare("".join(typed.split()), _pin(shipment_id))


def _pin(shipment_id: UUID) -> str:
    digest = salted_hmac(SALT, str(shipment_id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"
