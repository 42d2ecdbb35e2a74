"""What stands on the shop's home: the field in need, those to be helped first, what is in season, what is new."""

from dataclasses import dataclass
from typing import Final

from dure.kernel import clock
from dure.rooms.catalog.queries.goods import Shelf, shelf
from dure.rooms.catalog.queries.kinds import in_season
from dure.rooms.catalog.queries.search import Hit, Wish, search
from dure.rooms.web.queries.cards import Card, cards

HELP_FIRST: Final = 4
SEASONAL: Final = 4
NEWEST: Final = 4
CANDIDATES: Final = 24
SEASONAL_KINDS: Final = 60


@dataclass(frozen=True)
class Field:
    """The field in need of the day, with how much of it has found a table."""

    card: Card
    shelf: Shelf


@dataclass(frozen=True, kw_only=True)
class Home:
    """The shelves of the home page; each may be empty."""

    field: Field | None
    help_first: list[Card]
    seasonal: list[Card]
    newest: list[Card]


def home() -> Home:
    """Return the home's shelves, nothing on two of them, in a constant number of queries."""
    month = clock.today().month
    wanted = search(Wish(is_help_first=True, is_in_stock=True), count=CANDIDATES).hits
    kinds = tuple(kind.code for kind in in_season(month=month, count=SEASONAL_KINDS))
    seasonal = search(Wish(kinds=kinds, is_in_stock=True), count=CANDIDATES).hits if kinds else []
    newest = search(Wish(order="new"), count=CANDIDATES).hits
    helped = _turned(wanted)[: HELP_FIRST + 1]
    shelves = _apart([(helped, HELP_FIRST + 1), (_turned(seasonal), SEASONAL), (newest, NEWEST)])
    known = {card.offer.product_id: card for card in cards([hit for some in shelves for hit in some])}
    first, season, new = ([known[hit.product_id] for hit in some if hit.product_id in known] for some in shelves)
    field = max(first, key=lambda card: card.offer.free, default=None)
    return Home(
        field=Field(field, shelf(level_id=field.offer.level_id)) if field else None,
        help_first=[card for card in first if card is not field],
        seasonal=season,
        newest=new,
    )


def _turned(hits: list[Hit]) -> list[Hit]:
    """Return the hits beginning with another one every day, so that each comes first in its turn."""
    start = clock.today().toordinal() % len(hits) if hits else 0
    return hits[start:] + hits[:start]


def _apart(shelves: list[tuple[list[Hit], int]]) -> list[list[Hit]]:
    """Return so many hits for each shelf, leaving out what stands on one before."""
    seen: set[object] = set()
    filled = []
    for hits, count in shelves:
        chosen = [hit for hit in hits if hit.product_id not in seen][:count]
        seen |= {hit.product_id for hit in chosen}
        filled.append(chosen)
    return filled
