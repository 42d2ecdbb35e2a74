"""`import_help_first FILE`: show what a list of regions to be helped first would do; `--confirm` does it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE
from dure.rooms.people.errors import LIST_PROBLEMS
from dure.rooms.people.queries.help_first import HelpFirstPreview
from dure.rooms.people.services import help_first


class Command(BaseCommand):
    """Preview a list, and import it when told so."""

    help = "Preview a CSV (code or name, province, year, source) of regions to be helped first; --confirm imports it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the country, the programme, and what its lines may lack."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", default="CN", help="ISO 3166-1 code of the country (default: CN).")
        parser.add_argument("--programme", required=True, help="Name of the programme, as pages shall show it.")
        parser.add_argument("--source", default="", help="Source of lines that name none.")
        parser.add_argument("--year", type=int, help="Year of lines that name none.")
        parser.add_argument(
            "--leave-out-unmatched", action="store_true", help="Import although some lines are not found."
        )
        parser.add_argument("--confirm", action="store_true", help="Import; without it nothing is written.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Show the preview; import when told so."""
        try:
            content = options["file"].read_bytes()
        except OSError as missing:
            raise CommandError(f"cannot read {options['file']}: {missing.strerror}") from missing
        shared = {key: options[key] for key in ("country", "year", "source")}
        try:
            self._show(help_first.preview_help_first(content=content, **shared))
            if options["confirm"]:
                self._import(content, shared, options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _show(self, preview: HelpFirstPreview) -> None:
        """Print the match rate and every line that was not found, with the reason."""
        for line, reason in preview.unmatched:
            self.stdout.write(f"line {line.number}: {line.code} {line.province} {line.name}: {LIST_PROBLEMS[reason]}")
        self.stdout.write(f"{len(preview.matched)} found, {len(preview.unmatched)} not ({preview.match_percent} %).")

    def _import(self, content: bytes, shared: dict[str, Any], options: dict[str, Any]) -> None:
        """Import and say how much."""
        done = help_first.import_help_first(
            by=HOUSE,
            content=content,
            programme=options["programme"],
            leave_out_unmatched=options["leave_out_unmatched"],
            **shared,
        )
        self.stdout.write(f"{done.added} added, {done.renewed} renewed, {done.left_out} left out.")
