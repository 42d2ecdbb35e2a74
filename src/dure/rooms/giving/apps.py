"""Django's registration of the room."""

from django.apps import AppConfig


class GivingConfig(AppConfig):
    """The giving room."""

    name = "dure.rooms.giving"
    label = "giving"
