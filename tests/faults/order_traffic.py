"""Buyers who want the same few boxes at once, each insisting until somebody says yes or no; and what they were told."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from uuid import UUID

from dure.kernel.ids import new_id
from tests.faults.linearizable import Deed
from tests.faults.order_ways import Clerk, PageWay, Said, Way
from tests.faults.shelves import FITS, PLACED, STOCKED, Counts, Delivery, Order, counts

AGAIN_S = 0.03
TRIES_AT_ONE_GATE = 4
TRIES_AT_GATES = 40
"""So often the gates are asked before a buyer sends the page's form instead, under the same key."""

YES = {"placed", "replayed"}
SURE = {*YES, "order_refused", "key_reused"}
NOT_NOW = {"nothing", "intake_busy", "outage", "too_many_orders", "busy"}
TOO_LATE = {"pass_expired", "quote_expired"}


@dataclass(frozen=True)
class Stall:
    """What is sold: offers by their shelf, at one price."""

    offers: Mapping[int, int]
    price: int
    free: Mapping[int, int]
    quotes: Sequence[str]
    passes: Sequence[str]

    @property
    def shelves(self) -> Mapping[str, int]:
        """Each offer's shelf."""
        return {str(offer): shelf for shelf, offer in self.offers.items()}

    def order(self, key: UUID, wanted: Counts, note: str = "") -> Said:
        """Return an order as it is sent."""
        lines = [{"offer": str(self.offers[shelf]), "count": n, "price": str(self.price)} for shelf, n in wanted]
        return {"key": str(key), "lines": lines, "note": note}


@dataclass(frozen=True)
class Acknowledged:
    """An order somebody was promised: its number, whose pass was shown, what it holds."""

    number: str
    papers: str
    wanted: Counts


@dataclass
class Record:
    """What everybody did and was told."""

    deeds: list[Deed] = field(default_factory=list)
    acknowledged: dict[UUID, Acknowledged] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)
    placed_times: Counter[UUID] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    story: dict[str, list[str]] = field(default_factory=dict)
    """Every attempt under each key, for who wants to know how it came about."""


@dataclass
class Buyer:
    """Somebody with a pass and some ways to order, the page's form the last of them."""

    stall: Stall
    papers: str
    ways: Sequence[Way]
    page: PageWay
    record: Record
    chance: Random

    async def shop(self, stopping: asyncio.Event) -> None:
        """Order one thing after another until told to stop; what was begun is brought to its end."""
        mine: list[tuple[UUID, Counts]] = []
        try:
            while not stopping.is_set():
                await self._do_something(mine)
        finally:
            for way in self.ways:
                await way.close()

    async def _do_something(self, mine: list[tuple[UUID, Counts]]) -> None:
        """Order something new, or come back to something of mine."""
        whim = self.chance.random()
        if mine and whim < 0.08:
            await self._ask_again(*self.chance.choice(mine))
        elif mine and whim < 0.14:
            await self._reuse(*self.chance.choice(mine))
        else:
            key, wanted = new_id(), self._wish()
            if await self._order(key, wanted, presses=2 if whim > 0.92 else 1):
                mine.append((key, wanted))

    def _wish(self) -> Counts:
        shelves = self.chance.sample(sorted(self.stall.offers), self.chance.choice([1, 1, 1, 2]))
        return counts({shelf: self.chance.randint(1, 3) for shelf in shelves})

    async def _order(self, key: UUID, wanted: Counts, *, presses: int) -> bool:
        """Order something new, pressing once or twice at once; return whether it stands."""
        order = self.stall.order(key, wanted)
        said = await asyncio.gather(*(self._insist(order, first=press) for press in range(presses)))
        yes = [each for each in said if each.word in YES]
        for each in said:
            self._note(key, wanted, each)
        if yes:
            ended = min(each.ended for each in yes)
            began = min(each.began if each.word == "placed" else each.first_began for each in yes)
            self.record.deeds.append(Deed(Order(wanted), PLACED, began, ended))
        return bool(yes)

    def _note(self, key: UUID, wanted: Counts, heard: "Heard") -> None:
        """Keep one answer to something new."""
        record = self.record
        if heard.word in YES:
            promised = Acknowledged(heard.said["order"], self.papers, wanted)
            if record.acknowledged.setdefault(key, promised) != promised:
                record.wrong.append(f"{key} has two numbers: {record.acknowledged[key].number}, {promised.number}")
            record.placed_times[key] += heard.word == "placed"
        elif heard.word == "order_refused":
            record.refused.add(key)
            record.deeds.append(Deed(Order(wanted), self._lines(heard.said), heard.began, heard.ended))
        else:
            record.wrong.append(f"a new key was answered {heard.word}: {heard.said}")

    def _lines(self, said: Said) -> tuple[tuple[bool, int | None], ...]:
        """Return a refusal as the judge's shop says it."""
        for line in said["lines"]:
            if line["answer"] not in {"fits", "sold_out"}:
                self.record.wrong.append(f"nothing but stock could be wrong: {line}")
        return tuple(FITS if line["answer"] == "fits" else (False, line.get("left")) for line in said["lines"])

    async def _ask_again(self, key: UUID, wanted: Counts) -> None:
        """Send an order that stands once more: it is the same one."""
        heard = await self._insist(self.stall.order(key, wanted), first=0)
        if heard.word != "replayed" or heard.said["order"] != self.record.acknowledged[key].number:
            self.record.wrong.append(f"{key} stands, and was answered {heard.word}: {heard.said}")

    async def _reuse(self, key: UUID, wanted: Counts) -> None:
        """Send something else under the key of an order that stands."""
        heard = await self._insist(self.stall.order(key, wanted, note="something else"), first=0)
        if heard.word != "key_reused":
            self.record.wrong.append(f"{key} was used for something else, and was answered {heard.word}: {heard.said}")

    async def _insist(self, order: Said, *, first: int) -> "Heard":
        """Ask again and again under the same key until somebody says yes or no, at last by the page's form."""
        first_began, is_too_late = time.monotonic(), False
        for attempt in count():
            is_for_page = is_too_late or attempt >= TRIES_AT_GATES or not self.ways
            place = (first + attempt // TRIES_AT_ONE_GATE) % max(len(self.ways), 1)
            way = self.page if is_for_page else self.ways[place]
            began = time.monotonic()
            word, said = await way.ask(self.papers, order)
            self.record.heard[word] += 1
            name = f"{type(way).__name__}{getattr(way, 'port', '')}"
            self.record.story.setdefault(order["key"], []).append(f"{began:.3f}-{time.monotonic():.3f} {name} {word}")
            if word in SURE:
                return Heard(word, said, first_began, began, time.monotonic())
            is_too_late = is_too_late or word in TOO_LATE
            if word not in NOT_NOW | TOO_LATE:
                self.record.wrong.append(f"{type(way).__name__} said {word}: {said}")
            await asyncio.sleep(AGAIN_S)
        raise AssertionError


@dataclass(frozen=True)
class Heard:
    """The last answer, when its question was asked and it came, and when the same was first asked."""

    word: str
    said: Said
    first_began: float
    began: float
    ended: float


async def bring_more(stall: Stall, clerk: Clerk, record: Record, chance: Random, stopping: asyncio.Event) -> None:
    """Be the seller, who puts some more on a shelf now and then."""
    while not stopping.is_set():
        shelf, brought, why = chance.choice(sorted(stall.offers)), chance.randint(2, 16), str(new_id())
        began = time.monotonic()
        while (said := await clerk.wish("bring", shelf=shelf, count=brought, why=why))["answer"] != "done":
            if said["answer"] != "busy":
                record.wrong.append(f"the seller was told {said}")
                return
            await asyncio.sleep(AGAIN_S)
        record.deeds.append(Deed(Delivery(((shelf, brought),)), STOCKED, began, time.monotonic()))
        await asyncio.sleep(chance.uniform(0.01, 0.15))
