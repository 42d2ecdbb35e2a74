"""What the catalog room does on a clock."""

from dure.kernel.jobs import every
from dure.rooms.catalog.services import cycle_rounds, lots, search
from dure.rooms.catalog.services.imports import bring_list_in

__all__ = ["bring_list_in", "close_cycles", "expire_lots", "look_over_search"]


@every("*/5 * * * *")
def close_cycles() -> None:
    """Close order cycles whose time for orders is over."""
    cycle_rounds.close_what_is_over()


@every("5 * * * *")
def expire_lots() -> None:
    """Take lots past their day out of sale, every hour: a day ends at midnight in Seoul, 15:00 UTC."""
    while lots.expire_lots():
        pass


@every("50 17 * * *")
def look_over_search() -> None:
    """Look over what search knows, every night: regions are marked and sellers renamed in other rooms."""
    search.index_everything()
