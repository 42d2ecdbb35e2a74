"""Django's registration of the ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui of the house."""

    name = "dure.ui"
    label = "ui"
