"""Django's registration of the room."""

from django.apps import AppConfig


class MerchantsConfig(AppConfig):
    """The merchants room."""

    name = "dure.rooms.merchants"
    label = "merchants"
