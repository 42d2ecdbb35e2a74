"""Django's registration of the site."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site of the house."""

    name = "dure.site"
    label = "dure_site"

    def ready(self) -> None:
        """Register the house-wide checks."""
        import_module("dure.site.checks")
