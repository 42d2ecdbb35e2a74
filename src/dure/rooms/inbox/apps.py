"""Django's registration of the room."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The inbox room."""

    name = "dure.rooms.inbox"
    label = "inbox"
