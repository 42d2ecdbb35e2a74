"""Django's registration of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "dure.rooms.ledger"
    label = "ledger"
