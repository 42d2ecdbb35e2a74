"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The people room."""

    name = "dure.rooms.people"
    label = "people"
    verbose_name = _("People")
