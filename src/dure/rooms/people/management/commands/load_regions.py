"""`load_regions`: bring the carried regions in; `./dure up` calls it after migrating."""

from typing import Any

from django.core.management.base import BaseCommand

from dure.rooms.people.services import regions


class Command(BaseCommand):
    """Load the regions of Korea and China and the help-first list; may be repeated."""

    help = "Load the regions of Korea and China and the help-first list that come with the house. May be repeated."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say how much."""
        loaded = regions.load_regions()
        if options["verbosity"]:
            self.stdout.write(
                f"{loaded.regions} regions, {loaded.retired} retired, {loaded.marks} help-first marks added."
            )
