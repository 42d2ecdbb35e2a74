"""Django's registration of the room."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The dispatch room."""

    name = "dure.rooms.dispatch"
    label = "dispatch"
