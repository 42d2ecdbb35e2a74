"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class MarketConfig(AppConfig):
    """The market room."""

    name = "dure.rooms.market"
    label = "market"
    verbose_name = _("Orders and payments")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person, and what keeps them here."""
        from dure.rooms.market.queries import about_me as market  # noqa: PLC0415  tables exist only now

        about_me.tells("orders", lambda person_id: market.orders_of(person_id=person_id))
        about_me.tells("address_book", lambda person_id: market.addressees_of(person_id=person_id))
        about_me.tells("basket", lambda person_id: market.basket_of(person_id=person_id))
        about_me.tells("payments", lambda person_id: market.payments_of(person_id=person_id))
        about_me.tells("complaints", lambda person_id: market.complaints_of(person_id=person_id))
        about_me.tells("receipts", lambda person_id: market.receipts_of(person_id=person_id))
        about_me.keeps("market", lambda person_id: market.reasons_to_stay(person_id=person_id))
