"""The stage room's JSON operations, a file for each matter; `router` holds them all."""

from ninja import Router

from dure.rooms.stage.api import chats, contests, replays, screens, shows

router = Router()
for each in (shows, screens, chats, replays, contests):
    router.add_router("", each.router)
