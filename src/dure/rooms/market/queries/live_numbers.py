"""How a show sells: boxes, orders and money, in all and of each offer it has shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.market.queries.sold_on_air import Sold, SoldRow, sold_on_air
from dure.rooms.market.stage_keys import key_of, offer_of
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.shows import keys_shown

HOME_CURRENCY: Final = "KRW"
"""What a show counts in that has shown nothing yet."""


@dataclass(frozen=True, kw_only=True)
class OfferNumbers:
    """One offer a show has on its sheet, or had: `sold` counts boxes ordered since the show began."""

    offer_id: int
    title: str
    kind: str
    price: Money
    sold: int
    orders: int
    taken: Money
    left: int
    until: datetime | None
    is_open: bool
    is_on_sheet: bool
    is_on_screen: bool


@dataclass(frozen=True, kw_only=True)
class LiveNumbers:
    """How a show has sold so far: what was ordered while it was on air of what it has shown."""

    orders: int
    boxes: int
    taken: Money
    offers: tuple[OfferNumbers, ...]


def live_numbers(*, show_id: UUID) -> LiveNumbers:
    """Return how a show sells; five statements, however much it sells (`sold_on_air`). ShowNotFound."""
    state = screen(show_id=show_id).state
    numbers = [number for key in keys_shown(show_id=show_id) if (number := offer_of(key=key)) is not None]
    views = offers(offer_ids=numbers)
    sold = _sold(show_id, views, state)
    currency = next((view.price.currency for view in views.values()), HOME_CURRENCY)
    total = sold.get(None, SoldRow(None, 0, 0, 0))
    lines = [_of_offer(view, sold.get(number), state) for number, view in views.items()]
    return LiveNumbers(
        orders=total.orders,
        boxes=total.boxes,
        taken=Money(total.taken, currency),
        offers=tuple(sorted(lines, key=lambda line: (not line.is_on_sheet, _place(line.offer_id, state)))),
    )


def _sold(show_id: UUID, offer_ids: Collection[int], state: dict[str, Any]) -> Sold:
    """Return what was ordered while the show was on air; nothing before it began."""
    if state["started_at"] is None:
        return {}
    began = datetime.fromisoformat(state["started_at"])
    ended = datetime.fromisoformat(state["ended_at"]) if state["ended_at"] else None
    return sold_on_air(show_id=show_id, offer_ids=offer_ids, began=began, ended=ended)


def _of_offer(view: OfferView, sold: SoldRow | None, state: dict[str, Any]) -> OfferNumbers:
    key = key_of(offer_id=view.offer_id)
    line = next((each for each in state["cues"] if each["key"] == key), None)
    found = sold or SoldRow(view.offer_id, 0, 0, 0)
    return OfferNumbers(
        offer_id=view.offer_id,
        title=line["title"] if line else view.name,
        kind=line["facts"].get("kind", "sale") if line else "flash" if view.channel == "live" else "sale",
        price=view.price,
        sold=found.boxes,
        orders=found.orders,
        taken=Money(found.taken, view.price.currency),
        left=max(view.free, 0),
        until=view.closes_at,
        is_open=view.is_open,
        is_on_sheet=line is not None,
        is_on_screen=line is not None and line["id"] == (state["cue"] or {}).get("id"),
    )


def _place(offer_id: int, state: dict[str, Any]) -> int:
    keys = [line["key"] for line in state["cues"]]
    key = key_of(offer_id=offer_id)
    return keys.index(key) if key in keys else len(keys)
