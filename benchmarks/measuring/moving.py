"""Old orders moved to the archive, as the worker moves them; as a program, a neighbour that does it over and over."""

import django

django.setup()  # isort: split

from django.db import connection, transaction

from dure.kernel.background import in_the_background
from dure.kernel.database import patient
from dure.rooms.market.services.archiving import archive_every_order


def bring_all_back() -> None:
    """Empty the archive, so that there is something to move again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE market_orderline SET is_archived = false WHERE is_archived")
        cursor.execute("UPDATE market_order SET is_archived = false WHERE is_archived")


def main() -> None:
    """Move everything, bring it back, and so on until ended."""
    patient()
    print("ready", flush=True)
    while True:
        in_the_background(archive_every_order)
        in_the_background(bring_all_back)


if __name__ == "__main__":
    main()
