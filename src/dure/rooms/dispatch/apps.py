"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class DispatchConfig(AppConfig):
    """The dispatch room."""

    name = "dure.rooms.dispatch"
    label = "dispatch"
    verbose_name = _("Deliveries")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person, and when they cannot leave yet."""
        from dure.rooms.dispatch.queries import about_me as dispatch  # noqa: PLC0415  tables exist only now

        about_me.tells("deliveries", lambda person_id: dispatch.deliveries_of(person_id=person_id))
        about_me.tells("driving", lambda person_id: dispatch.driving_of(person_id=person_id))
        about_me.keeps("dispatch", lambda person_id: dispatch.reasons_to_stay(person_id=person_id))
