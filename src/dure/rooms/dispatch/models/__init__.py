"""The dispatch room's tables: hubs and drivers, shipments and parcels, what happened to them, and what is printed."""

from dure.rooms.dispatch.models.hubs import Driver, Hub
from dure.rooms.dispatch.models.prints import LabelRun
from dure.rooms.dispatch.models.shipments import Parcel, Shipment
from dure.rooms.dispatch.models.traces import Mishap, ProofOfDelivery, TraceEvent

__all__ = ["Driver", "Hub", "LabelRun", "Mishap", "Parcel", "ProofOfDelivery", "Shipment", "TraceEvent"]
