"""Django's registration of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web room."""

    name = "dure.rooms.web"
    label = "web"
