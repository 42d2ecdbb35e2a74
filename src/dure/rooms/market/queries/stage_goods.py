"""What a live show sells, as its page first shows it; after that the gate tells every change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.market.queries.live_offers import fresh_facts, unit_of
from dure.rooms.market.stage_keys import key_of, offer_of
from dure.rooms.stage.queries.screens import screen

COUPON: Final = "coupon"
BOOKING: Final = "booking"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """An offer on the screen. `left` and `total` count pieces, of a coupon how many more are given."""

    offer_id: int
    kind: str
    title: str
    unit: str
    picture: str
    price: Money
    was: Money | None
    full: Money | None
    left: int | None
    total: int | None
    until: datetime | None
    is_open: bool
    of: str = ""
    """Of a flash price, the key of the ordinary offer."""
    coupon: str = ""
    """The number of the coupon that gives this price."""
    tile: str = ""
    """What is drawn where there is no picture."""

    @property
    def key(self) -> str:
        """What its line on the run-sheet stands for."""
        return key_of(offer_id=self.offer_id)

    @property
    def whole(self) -> Money:
        """What one costs, also where the price is a deposit."""
        return self.full or self.price

    @property
    def percent_off(self) -> int:
        """How much lower the price is than the real one, rounded down; 0 where it is not."""
        return 0 if self.was is None or not self.was else max(100 - -(-100 * self.price.minor // self.was.minor), 0)

    @property
    def is_sold_out(self) -> bool:
        """Whether nothing is left."""
        return self.left is not None and self.left <= 0

    @property
    def is_over(self) -> bool:
        """Whether its time is over, or it is not sold any more."""
        return not self.is_open or (self.until is not None and self.until <= clock.now())

    @property
    def is_booking(self) -> bool:
        """Whether the price is a deposit."""
        return self.kind == BOOKING


@dataclass(frozen=True, kw_only=True)
class Stall:
    """What a show sells as things are now: what is on its screen, and everything that can be had, that first."""

    on_screen: Goods | None
    goods: tuple[Goods, ...]


def stall(*, show_id: UUID) -> Stall:
    """Return what a show sells, in the order of its run-sheet and in the language spoken now. Two statements.

    What is sold out stands there as such; what is over does not, nor what has a flash price just now.
    """
    state = screen(show_id=show_id).state
    cue = state["cue"]
    lines = {offer_of(key=line["key"]): line for line in [*state["cues"], *([cue] if cue else [])]}
    numbers = [number for number in lines if number is not None]
    views = offers(offer_ids=numbers) if numbers else {}
    found = {number: _goods(lines[number], views[number]) for number in numbers if number in views}
    shown = offer_of(key=cue["key"]) if cue else None
    listed = [each for each in found.values() if not each.is_over and each.offer_id not in _lowered(found.values())]
    return Stall(
        on_screen=found.get(shown) if shown else None,
        goods=tuple(sorted(listed, key=lambda each: each.offer_id != shown)),
    )


def _lowered(found: Iterable[Goods]) -> set[int | None]:
    """Return the offers in whose stead a flash price can be had just now."""
    return {offer_of(key=each.of) for each in found if each.of and not (each.is_over or each.is_sold_out)}


def _goods(line: Mapping[str, Any], view: OfferView) -> Goods:
    """Return an offer as its line says it and as things are now; names in the language spoken now."""
    told, fresh = line["facts"], fresh_facts(view=view)
    if told.get("kind") == COUPON:
        fresh.pop("left")
    is_named_by_host = line["title"] != told.get("title")
    facts = {**told, "currency": view.price.currency, "tile": view.tile, "unit": unit_of(view=view), **fresh}
    return goods_of(offer_id=view.offer_id, title=line["title"] if is_named_by_host else view.name, facts=facts)


def goods_of(*, offer_id: int, title: str, facts: Mapping[str, Any]) -> Goods:
    """Return what a cue's facts say of an offer."""

    def money(name: str) -> Money | None:
        return Money(facts[name], facts["currency"]) if facts.get(name) else None

    until = facts.get("until")
    return Goods(
        offer_id=offer_id,
        kind=facts.get("kind", "sale"),
        title=title or facts.get("title", ""),
        unit=facts.get("unit", ""),
        picture=facts.get("picture") or "",
        price=Money(facts["price_minor"], facts["currency"]),
        was=money("was_minor"),
        full=money("full_minor"),
        left=facts.get("left"),
        total=facts.get("total"),
        until=datetime.fromisoformat(until) if until else None,
        is_open=facts.get("open", True),
        of=facts.get("of") or "",
        coupon=str(facts.get("coupon") or ""),
        tile=facts.get("tile", ""),
    )
