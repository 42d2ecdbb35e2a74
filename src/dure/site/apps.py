"""Django's registration of the site."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    """The site of the house."""

    name = "dure.site"
    label = "dure_site"

    def ready(self) -> None:
        """Register the house-wide checks, and let every room say what it reacts to and what it does on a clock."""
        import_module("dure.site.checks")
        import_module("dure.kernel.housekeeping")
        for module in ("reactions", "jobs"):
            autodiscover_modules(module)
