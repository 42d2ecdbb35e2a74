"""The merchants room's JSON operations, a file for each noun; `router` holds them all."""

from ninja import Router

from dure.rooms.merchants.api import onboarding, payouts, selling

router = Router()
for each in (onboarding, payouts, selling):
    router.add_router("", each.router)
