"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StageConfig(AppConfig):
    """The stage room."""

    name = "dure.rooms.stage"
    label = "stage"
    verbose_name = _("Live shows")
