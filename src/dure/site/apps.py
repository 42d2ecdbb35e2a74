"""Django's registration of the site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site of the house."""

    name = "dure.site"
    label = "dure_site"
