"""The room in the back office, a file per noun; importing them registers them."""

from dure.rooms.people.admin import api_keys, organisations, persons, regions

__all__ = ["api_keys", "organisations", "persons", "regions"]
