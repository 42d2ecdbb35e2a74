"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class CatalogConfig(AppConfig):
    """The catalog room."""

    name = "dure.rooms.catalog"
    label = "catalog"
    verbose_name = _("Produce and stock")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.catalog.queries import about_me as catalog  # noqa: PLC0415  tables exist only now

        about_me.tells("listing", lambda person_id: catalog.listed_by(person_id=person_id))
