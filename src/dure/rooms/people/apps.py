"""Django's registration of the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "dure.rooms.people"
    label = "people"
