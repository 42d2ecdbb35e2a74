"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """The trust room."""

    name = "dure.rooms.trust"
    label = "trust"
    verbose_name = _("Trust")
