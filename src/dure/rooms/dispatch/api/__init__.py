"""The dispatch room's JSON operations, a file for each desk; `router` holds them all."""

from ninja import Router

from dure.rooms.dispatch.api import deliveries, drivers, shipments

router = Router()
for each in (deliveries, drivers, shipments):
    router.add_router("", each.router)
