"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dure.rooms.people import about_me


class InboxConfig(AppConfig):
    """The inbox room."""

    name = "dure.rooms.inbox"
    label = "inbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Tell the people room what this room knows about a person."""
        from dure.rooms.inbox.queries import about_me as inbox  # noqa: PLC0415  tables exist only now

        about_me.tells("notifications", lambda person_id: inbox.notifications_of(person_id=person_id))
        about_me.tells("messages", lambda person_id: inbox.messages_of(person_id=person_id))
        about_me.tells("notification_choices", lambda person_id: inbox.choices_of(person_id=person_id))
