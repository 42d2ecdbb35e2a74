"""`load_kinds`: bring the carried kinds of goods in; `./dure up` calls it after migrating."""

from typing import Any

from django.core.management.base import BaseCommand

from dure.rooms.catalog.services import kinds


class Command(BaseCommand):
    """Load the kinds of goods; may be repeated."""

    help = "Load the kinds of goods that come with the house. May be repeated."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say how many."""
        loaded = kinds.load_kinds()
        if options["verbosity"]:
            self.stdout.write(f"{loaded} kinds of goods.")
