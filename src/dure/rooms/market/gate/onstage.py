"""Offers in live rooms: what is left of each, and who bought. It knows shows by number only; the rooms are told.

The intake is never slower for it: after the commit of a live order something is put on a list, no more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg

from dure.kernel.gate.database import connect
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.gate.messages import OrderAsked
from dure.rooms.market.passes import Pass
from dure.rooms.market.stage_keys import key_of, offer_of

log = logging.getLogger("dure.live")

SOON_S: Final = 0.25
"""So soon after an own sale the rooms know what is left, and no more often."""
EVERY_S: Final = 1.0
"""So often in any case: others sell too, prices change, times end."""
ANSWERS_WITHIN_S: Final = 4.0
UNTOLD_MAX: Final = 1_000
"""So many sales wait to be told of; of more nobody could read anyway."""
MASK: Final = "○○"

LEFT: Final = """
SELECT offer.offer_id, offer.price,
       greatest(least(level.on_hand - level.reserved, coupon.count - coupon.given), 0),
       offer.status = 'open' AND offer.is_public AND (offer.opens_at IS NULL OR offer.opens_at <= moment)
       AND (offer.closes_at IS NULL OR moment < offer.closes_at)
       AND (level.sell_until IS NULL OR moment < level.sell_until)
  FROM clock_timestamp() AS moment
  JOIN catalog_offer AS offer ON offer.cell_id = %(cell)s AND offer.offer_id = ANY(%(offers)s)
  JOIN catalog_level AS level ON level.cell_id = %(cell)s AND level.level_id = offer.level_id
  LEFT JOIN market_coupon AS coupon ON coupon.offer_id = offer.offer_id
"""
"""Price, how many can still be had (of coupons: taken), and whether they can be had now."""

Facts = Mapping[str, str | int | bool | None]


class Sold(msgspec.Struct, frozen=True):
    """Somebody bought so many of what stands on a sheet under this key; the name is masked."""

    who: str
    count: int
    key: str


class Purchase(msgspec.Struct, frozen=True, gc=False):
    """What was bought in a show; nothing of who, unless he agreed to be told of."""

    show_id: UUID
    sold: tuple[Sold, ...] = ()


def purchase_of(asked: OrderAsked, show_id: UUID, papers: Pass) -> Purchase:
    """Return what a show may be told of an order once it is placed."""
    who = masked(papers.known_as) if asked.shown else ""
    if not who:
        return Purchase(show_id)
    return Purchase(show_id, tuple(Sold(who, line.count, f"offer:{line.offer}") for line in asked.lines))


def masked(name: str) -> str:
    """Return the first letter of a name and no more of it (`김○○`); empty where it begins with none."""
    first = name.strip()[:1]
    return f"{first}{MASK}" if first.isalnum() else ""


class OnStage:
    """Tells the live rooms of this process; nobody asks the database while nobody watches."""

    def __init__(
        self,
        *,
        database_url: str,
        watched: Callable[[], Mapping[UUID, Collection[str]]],
        tell_facts: Callable[[UUID, Mapping[str, Facts]], None],
        tell_bought: Callable[[UUID, Sequence[Sold]], Awaitable[None]],
        cell_id: int = HOME_CELL,
    ) -> None:
        """Take which keys are on the sheets of watched shows, and whom to tell."""
        self._database_url = database_url
        self._watched = watched
        self._tell_facts = tell_facts
        self._tell_bought = tell_bought
        self._cell_id = cell_id
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._untold: list[Purchase] = []
        self._some = asyncio.Event()
        self._is_away = False

    def bought(self, purchase: Purchase) -> None:
        """Take a purchase that is committed; it returns at once."""
        if len(self._untold) < UNTOLD_MAX:
            self._untold.append(purchase)
        self._some.set()

    async def run(self) -> None:
        """Tell soon after every sale and each second, until cancelled."""
        while True:
            self._some.clear()
            await self._tell_of_buyers()
            await self._tell_what_is_left()
            await asyncio.sleep(SOON_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S - SOON_S):
                    await self._some.wait()

    async def close(self) -> None:
        """End the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                await connection.close()

    async def _tell_of_buyers(self) -> None:
        untold, self._untold = self._untold, []
        shows: dict[UUID, list[Sold]] = {}
        for purchase in untold:
            if purchase.sold:
                shows.setdefault(purchase.show_id, []).extend(purchase.sold)
        for show_id, sold in shows.items():
            await self._tell_bought(show_id, sold)

    async def _tell_what_is_left(self) -> None:
        watched = self._watched()
        offers = {number for keys in watched.values() for key in keys if (number := offer_of(key=key)) is not None}
        if not offers:
            return
        try:
            facts = await self._read(sorted(offers))
        except (psycopg.Error, OSError, TimeoutError) as error:
            self._note(error)
            await self.close()
            return
        self._is_away = False
        for show_id, keys in watched.items():
            self._tell_facts(show_id, {key: facts[key] for key in keys if key in facts})

    async def _read(self, offers: Sequence[int]) -> dict[str, Facts]:
        """Return what is true now of some offers, by their keys, in one statement."""
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            if self._connection is None:
                self._connection = await connect(self._database_url, name="dure on stage")
            cursor = await self._connection.execute(LEFT, {"cell": self._cell_id, "offers": offers}, prepare=True)
            rows = await cursor.fetchall()
        return {
            key_of(offer_id=number): {"left": left, "open": is_open, "price_minor": price}
            for number, price, left, is_open in rows
        }

    def _note(self, error: Exception) -> None:
        """Log that nobody can say what is left, once."""
        if not self._is_away:
            log.warning("what is left cannot be read: %s", f"{type(error).__name__}: {error}".partition("\n")[0])
        self._is_away = True
