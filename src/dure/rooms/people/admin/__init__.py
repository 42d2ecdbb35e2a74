"""The room in the back office, a file per noun; importing them registers them."""

from dure.rooms.people.admin import organisations, persons, regions

__all__ = ["organisations", "persons", "regions"]
