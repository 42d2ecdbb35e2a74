"""`manage grants`: give the application's role its rights."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from dure.kernel import grants


class Command(BaseCommand):
    """Run as the tables' owner after every migration; safe to repeat."""

    help = "Give the application's database role its rights, and none to change append-only tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the role's name."""
        parser.add_argument("--role", default="", help="the role the house runs as; the configured one by default")

    def handle(self, *_args: object, **options: str) -> None:
        """Grant and say what stays append-only."""
        kept = grants.grant(role=options["role"])
        self.stdout.write(f"append-only: {', '.join(kept) or 'none'}")
