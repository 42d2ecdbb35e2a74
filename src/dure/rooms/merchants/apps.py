"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class MerchantsConfig(AppConfig):
    """The merchants room."""

    name = "dure.rooms.merchants"
    label = "merchants"
    verbose_name = _("Merchants")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.merchants.queries import about_me as merchants  # noqa: PLC0415  tables exist only now

        about_me.tells("selling", lambda person_id: merchants.acts_of(person_id=person_id))
        about_me.tells("payout_accounts", lambda person_id: merchants.accounts_of(person_id=person_id))
