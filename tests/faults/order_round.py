"""One round: a crowd orders the same few boxes, something is hurt, everybody gets an answer, and all must fit."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from uuid import UUID

from dure.rooms.market.rules import PAY_WITHIN
from tests.faults.order_faults import FAULTS
from tests.faults.order_ground import Ground
from tests.faults.order_traffic import Buyer, Record, Stall, bring_more
from tests.faults.order_ways import Clerk, HttpWay, PageWay, Said, SocketWay
from tests.faults.shelves import explained

SHELVES = (60, 40, 20)
BY_HTTP, BY_SOCKET, BY_PAGE = 6, 5, 3
BEFORE_S, AFTER_S = (0.15, 0.6), 0.4
ANSWERED_WITHIN_S = 90
ROUND_S = 240


@dataclass(frozen=True)
class Told:
    """How a round went: what was done, how long until somebody led and all was whole, what was heard, what is wrong."""

    did: str
    led_after_s: float
    whole_after_s: float
    record: Record
    wrong: list[str]

    @property
    def sentence(self) -> str:
        """The round in one line."""
        heard = ", ".join(f"{count} {word}" for word, count in self.record.heard.most_common())
        return f"{self.did}; led after {self.led_after_s:.1f} s, whole after {self.whole_after_s:.1f} s; {heard}"


async def play(ground: Ground, clerk: Clerk, *, kind: str, seed: str) -> Told:
    """Play one round."""
    chance, record = Random(seed), Record()
    stall = await open_stall(clerk)
    buyers = crowd(stall, ground, clerk, record, chance)
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(buyer.shop(stopping)) for buyer in buyers]
    tasks.append(asyncio.create_task(bring_more(stall, clerk, record, Random(chance.random()), stopping)))
    try:
        await asyncio.sleep(chance.uniform(*BEFORE_S))
        did = await asyncio.to_thread(FAULTS[kind], ground, chance)
        led_after_s = await asyncio.to_thread(ground.wait_until_led)
        whole_after_s = led_after_s + await asyncio.to_thread(ground.wait_until_whole)
        await asyncio.sleep(AFTER_S)
    finally:
        stopping.set()
        await asyncio.wait_for(asyncio.gather(*tasks), ANSWERED_WITHIN_S)
    return Told(did, led_after_s, whole_after_s, record, [*record.wrong, *await what_is_wrong(stall, record, clerk)])


async def open_stall(clerk: Clerk) -> Stall:
    """Put a few boxes on new shelves."""
    passes = BY_HTTP + BY_SOCKET + BY_PAGE
    said = await clerk.insist("open", shelves=list(SHELVES), buyers=passes)
    assert "offers" in said, said
    offers = {each["shelf"]: each["offer"] for each in said["offers"]}
    free = {each["shelf"]: count for each, count in zip(said["offers"], SHELVES, strict=True)}
    return Stall(offers, said["offers"][0]["price"], free, said["quotes"], said["passes"])


def crowd(stall: Stall, ground: Ground, clerk: Clerk, record: Record, chance: Random) -> list[Buyer]:
    """Return buyers of every kind, half of each kind at either gate first."""
    page, ports = PageWay(clerk), [gate.port for gate in ground.gates]
    kinds: list[type[HttpWay | SocketWay] | None] = [HttpWay] * BY_HTTP + [SocketWay] * BY_SOCKET + [None] * BY_PAGE
    buyers = []
    for number, (papers, kind) in enumerate(zip(stall.passes, kinds, strict=True)):
        first = ports if number % 2 else ports[::-1]
        ways = [kind(port, stall.quotes) for port in first] if kind else []
        buyers.append(Buyer(stall, papers, ways, page, record, Random(chance.random())))
    return buyers


async def what_is_wrong(stall: Stall, record: Record, clerk: Clerk) -> list[str]:
    """Compare what was told with what the house has, and have it prove itself; return everything that does not fit."""
    seen = await clerk.insist("look", shelves=list(stall.offers))
    proved = await clerk.insist("prove")
    if "orders" not in seen or "problems" not in proved:
        return [f"could not look: {seen}, {proved}"]
    orders = {UUID(each["key"]): each for each in seen["orders"]}
    return [
        *_wrong_orders(orders, stall, record),
        *(
            f"to be paid in {each['pay_in_s']} s: {key}"
            for key, each in orders.items()
            if not is_fair(each["pay_in_s"])
        ),
        *(f"lines without an order: {number}" for number in seen["lines_without_order"]),
        *_wrong_shelves(seen["shelves"], orders, stall, record),
        *(f"does not prove: {problem}" for problem in proved["problems"]),
        *explained(record.deeds, stall.free),
    ]


def is_fair(pay_in_s: float) -> bool:
    """Whether a buyer still has the half hour he is given, less what a round may take, however wrong a gate's clock."""
    within_s = PAY_WITHIN.total_seconds()
    return within_s - ROUND_S < pay_in_s <= within_s + 1


def _wrong_orders(orders: Mapping[UUID, Said], stall: Stall, record: Record) -> list[str]:
    """Everybody who was promised something has it once, with lines and entry, and nobody else has anything."""
    wrong = [f"lost: {key}" for key in record.acknowledged.keys() - orders.keys()]
    refused = orders.keys() & record.refused - record.acknowledged.keys()
    wrong += [f"refused, and there: {key} {orders[key]} {record.story[str(key)]}" for key in refused]
    wrong += [f"nobody knows of: {key}" for key in orders.keys() - record.acknowledged.keys() - record.refused]
    wrong += [f"placed {times} times: {key}" for key, times in record.placed_times.items() if times > 1]
    for key, promised in record.acknowledged.items():
        order, total = orders.get(key), stall.price * sum(count for _shelf, count in promised.wanted)
        lines = [[shelf, count, stall.price] for shelf, count in promised.wanted]
        should = (promised.number, total, sorted(lines), [-total, total])
        if (
            order
            and (found := (order["order"], order["total"], sorted(order["lines"]), sorted(order["booked"]))) != should
        ):
            wrong.append(f"{key} is {found}, and was promised as {should}")
    return wrong


def _wrong_shelves(shelves: list[list[int]], orders: Mapping[UUID, Said], stall: Stall, record: Record) -> list[str]:
    """What lies on each shelf is what lay there and was brought; what is promised is what is in orders."""
    brought = dict(stall.free)
    for deed in record.deeds:
        for shelf, count in getattr(deed.asked, "brought", ()):
            brought[shelf] += count
    promised = dict.fromkeys(stall.offers, 0)
    for order in orders.values():
        for shelf, count, _price in order["lines"]:
            promised[shelf] += count
    should = {shelf: (brought[shelf], promised[shelf]) for shelf in stall.offers}
    found = {shelf: (on_hand, reserved) for shelf, on_hand, reserved in shelves}
    return [] if found == should else [f"shelves are {found}, and should be {should}"]
