"""Django's registration of the room."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """The trust room."""

    name = "dure.rooms.trust"
    label = "trust"
