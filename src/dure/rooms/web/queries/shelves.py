"""What stands on the shop's home: the field in need, those to be helped first, what is in season, what is new."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from dure.kernel import clock
from dure.rooms.catalog.queries.goods import Shelf, shelf
from dure.rooms.catalog.queries.kinds import in_season
from dure.rooms.catalog.queries.on_sale import Origin, origins
from dure.rooms.catalog.queries.search import Hit, Wish, search
from dure.rooms.web.queries.cards import Card, cards

HELP_FIRST: Final = 4
SEASONAL: Final = 4
NEWEST: Final = 4
CANDIDATES: Final = 120
"""How many are looked at for a shelf, so that its few come from different places."""

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
    shelves = _apart([(_turned(wanted), HELP_FIRST + 1), (_turned(seasonal), SEASONAL), (newest, NEWEST)])
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
    """Return so many hits for each shelf: nothing twice, and who and what stands there varied."""
    known = origins(product_ids={hit.product_id for hits, _count in shelves for hit in hits})
    seen: set[object] = set()
    filled = []
    for hits, count in shelves:
        chosen = varied(
            hits=[hit for hit in hits if hit.product_id not in seen and hit.product_id in known],
            known=known,
            count=count,
        )
        seen |= {hit.product_id for hit in chosen}
        filled.append(chosen)
    return filled


def varied(*, hits: Sequence[Hit], known: Mapping[UUID, Origin], count: int) -> list[Hit]:
    """Return so many hits, each the first among those whose county, seller and kind were chosen least so far."""
    rest, used = list(hits), Counter[tuple[str, object]]()
    chosen: list[Hit] = []
    while rest and len(chosen) < count:
        best = min(rest, key=lambda hit: [used[trait] for trait in _traits(known[hit.product_id])])
        used.update(_traits(known[best.product_id]))
        rest.remove(best)
        chosen.append(best)
    return chosen


def _traits(origin: Origin) -> list[tuple[str, object]]:
    """Return what neighbours on a shelf should not have in common, the weightiest first."""
    return [("county", origin.region_path), ("seller", origin.organisation_id), ("kind", origin.kind_path)]
