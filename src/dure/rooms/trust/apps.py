"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class TrustConfig(AppConfig):
    """The trust room."""

    name = "dure.rooms.trust"
    label = "trust"
    verbose_name = _("Trust")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.trust.queries import about_me as trust  # noqa: PLC0415  tables exist only now

        about_me.tells("verifications", lambda person_id: trust.verifications_of(person_id=person_id))
        about_me.tells("papers", lambda person_id: trust.papers_of(person_id=person_id))
