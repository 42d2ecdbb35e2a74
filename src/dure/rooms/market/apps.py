"""Django's registration of the room."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """The market room."""

    name = "dure.rooms.market"
    label = "market"
