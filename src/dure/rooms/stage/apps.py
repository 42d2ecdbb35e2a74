"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class StageConfig(AppConfig):
    """The stage room."""

    name = "dure.rooms.stage"
    label = "stage"
    verbose_name = _("Live shows")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.stage.queries import about_me as stage  # noqa: PLC0415  tables exist only now

        about_me.tells("live_chat", lambda person_id: stage.chat_of(person_id=person_id))
        about_me.tells("live_shows", lambda person_id: stage.part_in_shows(person_id=person_id))
        about_me.tells("live_clips", lambda person_id: stage.clips_of(person_id=person_id))
