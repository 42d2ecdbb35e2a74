"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "dure.rooms.ledger"
    label = "ledger"
    verbose_name = _("The book")

    def ready(self) -> None:
        """Tell the people room what the book knows about a person, and when they cannot leave yet."""
        from dure.rooms.ledger.queries import about_me as book  # noqa: PLC0415  tables exist only now

        about_me.tells("book", lambda person_id: book.everything_about(person_id=person_id))
        about_me.keeps("ledger", lambda person_id: book.reasons_to_stay(person_id=person_id))
