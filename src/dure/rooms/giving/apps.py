"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class GivingConfig(AppConfig):
    """The giving room."""

    name = "dure.rooms.giving"
    label = "giving"
    verbose_name = _("Giving")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.giving.queries import about_me as giving  # noqa: PLC0415  tables exist only now

        about_me.tells("gifts", lambda person_id: giving.donations_of(person_id=person_id))
