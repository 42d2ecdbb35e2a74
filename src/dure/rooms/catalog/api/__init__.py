"""The catalog's JSON operations, a file for each noun; `router` holds them all."""

from ninja import Router

from dure.rooms.catalog.api import imports, products, rounds, shop, stock

router = Router()
for each in (shop, rounds, products, stock, imports):
    router.add_router("", each.router)
