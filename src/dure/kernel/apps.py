"""Django's registration of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel of the house."""

    name = "dure.kernel"
    label = "kernel"
