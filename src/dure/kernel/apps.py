"""Django's registration of the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """The kernel of the house."""

    name = "dure.kernel"
    label = "kernel"
    verbose_name = _("Machinery")
