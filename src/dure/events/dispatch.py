"""What the dispatch room announces. `reference` is that of the room which booked the shipment; `at` is ISO 8601."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ShipmentPacked:
    """Every parcel of a shipment is packed and waits for a driver."""

    subject: ClassVar[str] = "dispatch.shipment_packed"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentHandedOver:
    """Every parcel of a shipment has left the sender."""

    subject: ClassVar[str] = "dispatch.shipment_handed_over"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentAtHub:
    """Every parcel that has left the sender waits in a hub for a driver."""

    subject: ClassVar[str] = "dispatch.shipment_at_hub"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentSetOut:
    """The driver who has a shipment set out on the day's round with it."""

    subject: ClassVar[str] = "dispatch.shipment_set_out"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentReady:
    """Every parcel waits in the hub where the receiver collects it."""

    subject: ClassVar[str] = "dispatch.shipment_ready"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered:
    """The receiver has every parcel of a shipment; the proof is kept in dispatch."""

    subject: ClassVar[str] = "dispatch.shipment_delivered"
    shipment_id: str
    reference: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ShipmentFailed:
    """A shipment could not be handed over. `is_final`: it is back with its sender, or lost; else it is tried again."""

    subject: ClassVar[str] = "dispatch.shipment_failed"
    shipment_id: str
    reference: str
    at: str
    reason: str
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class ShipmentTurnedBack:
    """A shipment will not be handed over any more and goes back; `reason` is empty where its sender called it back."""

    subject: ClassVar[str] = "dispatch.shipment_turned_back"
    shipment_id: str
    reference: str
    at: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentCorrected:
    """What was told of a shipment at `told_at` (`step`: deliver or miss) had not happened; it is as it was before."""

    subject: ClassVar[str] = "dispatch.shipment_corrected"
    shipment_id: str
    reference: str
    at: str
    step: str
    told_at: str
