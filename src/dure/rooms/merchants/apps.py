"""Django's registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MerchantsConfig(AppConfig):
    """The merchants room."""

    name = "dure.rooms.merchants"
    label = "merchants"
    verbose_name = _("Merchants")
