"""The stage room's JSON operations, a file for each matter; `router` holds them all."""

from ninja import Router

from dure.rooms.stage.api import chats, contests, replays, screens, sendings, shows

router = Router()
for each in (shows, screens, chats, replays, sendings, contests):
    router.add_router("", each.router)
