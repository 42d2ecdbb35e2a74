"""One cell in this gate: its row of orders, placed here while we lead it, by the leader elsewhere while we do not."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from math import inf
from typing import Final
from uuid import UUID

from dure.kernel.gate.tasks import keep_running
from dure.kernel.numbers import Sequencer as Numbers
from dure.kernel.numbers import new_number
from dure.rooms.market.drafts import BATCH_MAX, Outcome
from dure.rooms.market.gate.asked import Answer, Asked, NotNow
from dure.rooms.market.gate.batching import NaturalBatches, Tell, Waiting, awaited
from dure.rooms.market.gate.forwarding import STAND_WITHIN_S, Forwarding
from dure.rooms.market.gate.leadership import Leadership
from dure.rooms.market.gate.letters import NewsLetter, StandLetter
from dure.rooms.market.gate.refusals import Busy, Outage
from dure.rooms.market.gate.sequencer import STUCK_AFTER_S, Sequencer
from dure.rooms.market.gate.terms import Stamp, Term
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.gate.waiting import Standing, WaitingRoom

log = logging.getLogger("dure.intake")

QUEUE_MAX: Final = 8192
QUEUE_S: Final = 5.0
"""Nobody waits in the queue much longer than this: who would is sent to the waiting room."""

PATIENCE_S: Final = 10.0
"""How long an order waits for its answer."""

LOOK_AGAIN_S: Final = 0.1
FINISH_WITHIN_S: Final = 2.0

Ask = StandLetter


class Cell:
    """The orders of one cell."""

    def __init__(self, cell_id: int, *, database_url: str, forwarding: Forwarding, numbers: Numbers) -> None:
        """Open; nothing happens before `run`."""
        self.cell_id = cell_id
        self._loop = asyncio.get_running_loop()
        self.used_at = self._loop.time()
        self._forwarding = forwarding
        self._sequencer = Sequencer(self._place)
        self._orders: NaturalBatches[Asked, Outcome] = NaturalBatches(self._sequencer.do, cap=BATCH_MAX)
        self._asks: NaturalBatches[Ask, Standing] = NaturalBatches(self._ask_elsewhere, cap=BATCH_MAX)
        self._leadership = Leadership(
            cell_id,
            database_url=database_url,
            numbers=numbers,
            begun=self._begin_to_lead,
            ended=self._cease_to_lead,
            others=self,
        )
        self._room: WaitingRoom | None = None
        self._term: Term | None = None
        self._sent: asyncio.Future[list[Answer]] | None = None
        self._sent_at = inf
        self._credit = 0.0
        self._length_max = QUEUE_MAX

    async def run(self) -> None:
        """Work until cancelled; whatever fails is begun again."""
        parts = (
            self._orders.run, self._orders.expire, self._asks.run, self._asks.expire, self._leadership.run, self._tend
        )  # fmt: skip
        async with asyncio.TaskGroup() as tasks:
            for part in parts:
                tasks.create_task(keep_running(part))

    async def finish(self) -> None:
        """Take nothing more from other gates, and place what waits."""
        await self._forwarding.cease(self.cell_id, self)
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_WITHIN_S):
                await self._orders.finish()

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for anything."""
        return self._orders.is_idle and not self._room

    def ask(self, asked: Asked, tell: Tell[Outcome], *, within_s: float = PATIENCE_S) -> Waiting[Asked, Outcome]:
        """Put an order in the row, its answer is told; Busy when the row is too long, or it is somebody else's turn."""
        self.used_at = self._loop.time()
        room = self._room
        is_full = len(self._orders) >= self._length_max
        if room is not None and (is_full or room.is_open):
            self._let_in(room, asked, is_full=is_full)
        elif is_full:
            raise Busy(self._orders.pace.seconds_for(len(self._orders)))
        return self._orders.add(asked, tell, within_s=within_s)

    async def stand(self, buyer_id: UUID, ticket: Ticket | None) -> Standing:
        """Return where a buyer stands; Outage when nobody can say."""
        self.used_at = self._loop.time()
        ask = StandLetter(buyer_id, ticket)
        if self._room is not None:
            return self._standing(ask)
        return await awaited(lambda tell: self._asks.add(ask, tell, within_s=STAND_WITHIN_S))

    def hear(self, news: NewsLetter) -> None:
        """Another gate began or ceased to lead: what we sent to the old leader goes to the new one."""
        if self._sent is not None:
            self._sent.cancel()
        if not news.leads:
            self._leadership.try_now()

    def state(self) -> dict[str, object]:
        """Return what the health page shows."""
        pace = self._orders.pace
        return {
            "leads": self._leadership.writer is not None,
            "waiting": len(self._orders),
            "in_row": len(self._room) if self._room is not None else 0,
            "batches": pace.batches,
            "orders": pace.orders,
            "mean_batch": round(pace.mean_batch, 1),
            "per_second": round(pace.per_second),
            "last_error": self._leadership.last_error or self._sequencer.last_error,
        }

    # What other gates ask of a cell we lead.

    @property
    def term_id(self) -> UUID | None:
        """Which of our times of leading this is; None while we do not lead."""
        return self._term.id if self._term is not None else None

    async def place_for_others(
        self, batch: Sequence[Asked], *, stamp: Stamp, within_s: float
    ) -> Sequence[Answer] | None:
        """Place orders of another gate among our own; None: their letter comes too late, its writer may ask anew."""
        if self._term is None or self._leadership.writer is None or not self._term.takes(stamp):
            return None
        return await asyncio.gather(*(self._place_for_other(asked, within_s) for asked in batch))

    async def stand_for_others(self, asks: Sequence[StandLetter]) -> Sequence[Standing]:
        """Return where the people of another gate stand."""
        if self._room is None:
            raise NotNow
        return [self._standing(ask) for ask in asks]

    async def _place_for_other(self, asked: Asked, within_s: float) -> Answer:
        try:
            return await awaited(lambda tell: self.ask(asked, tell, within_s=within_s))
        except (Busy, Outage) as refusal:
            return refusal

    # What our leadership asks about the others.

    def are_unheard(self) -> bool:
        """Whether we are cut off from the other gates."""
        return self._forwarding.is_cut_off

    def are_unreachable(self) -> bool:
        """Whether orders wait here that nobody takes."""
        return self._sequencer.is_stuck or self._loop.time() - self._sent_at > STUCK_AFTER_S

    # Placing.

    async def _place(self, batch: Sequence[Asked]) -> Sequence[Answer]:
        """Place a batch, here or elsewhere."""
        writer = self._leadership.writer
        if writer is not None:
            return await writer.place(batch)
        if any(asked.is_forwarded for asked in batch):
            raise NotNow
        return await self._place_elsewhere(batch)

    async def _place_elsewhere(self, batch: Sequence[Asked]) -> Sequence[Answer]:
        """Have the leader elsewhere place a batch; NotNow when there is none, another came, or we lead meanwhile."""
        self._sent_at = self._loop.time()
        sent = self._sent = asyncio.ensure_future(self._forwarding.place(self.cell_id, batch, within_s=PATIENCE_S))
        led = asyncio.ensure_future(self._leadership.led.wait())
        try:
            await asyncio.wait((sent, led), return_when=asyncio.FIRST_COMPLETED)
            return _result_of(sent)
        except NotNow:
            if not sent.cancelled():
                await asyncio.wait((led,), timeout=LOOK_AGAIN_S)
            raise
        finally:
            self._sent = None
            self._sent_at = inf
            sent.cancel()
            led.cancel()

    async def _ask_elsewhere(self, batch: list[Waiting[Ask, Standing]]) -> None:
        """Ask the leader where people stand."""
        try:
            standings = await self._forwarding.stand(self.cell_id, [one.item for one in batch])
        except NotNow:
            return
        for one, standing in zip(batch, standings, strict=True):
            one.settle(standing)

    async def _begin_to_lead(self) -> None:
        self._room, self._term = WaitingRoom(self.cell_id, began_at=self._loop.time()), Term()
        await self._forwarding.lead(self.cell_id, self)

    async def _cease_to_lead(self) -> None:
        self._room = self._term = None
        # They ask the next leader. One that still waited here when we lead again could be placed after its buyer was
        # refused by somebody who led in between.
        self._orders.let_go(lambda asked: asked.is_forwarded)
        await self._forwarding.let_go(self.cell_id, self)

    # The waiting room.

    def _let_in(self, room: WaitingRoom, asked: Asked, *, is_full: bool) -> None:
        """Let somebody whose turn it is go in; Busy with his place in the row for everybody else."""
        now, buyer_id = self._loop.time(), asked.request.buyer_id
        if is_full:
            room.open(new_number())
        if is_full or not room.has_turn(buyer_id, now=now):
            ticket, ahead, _turn = room.stand(buyer_id, asked.ticket, now=now, number=new_number())
            raise Busy(self._orders.pace.seconds_for(ahead + len(self._orders)), ticket=ticket, ahead=ahead)
        room.use_turn(buyer_id)

    def _standing(self, ask: Ask) -> Standing:
        """Return where somebody stands in the room we keep."""
        if self._room is None:
            raise Outage
        now = self._loop.time()
        ticket, ahead, is_admitted = self._room.stand(ask.buyer_id, ask.ticket, now=now, number=new_number())
        per_minute = round(self._orders.pace.per_second * 60)
        return Standing(ticket, ahead, is_admitted, per_minute, self._room.is_serving(now=now))

    async def _tend(self) -> None:
        """Let so many wait as can be placed soon, and admit people at the pace at which orders are placed."""
        pace = self._orders.pace
        while True:
            await asyncio.sleep(LOOK_AGAIN_S)
            soon = max(2 * BATCH_MAX, int(pace.per_second * QUEUE_S)) if pace.is_known else QUEUE_MAX
            self._length_max = min(QUEUE_MAX, soon)
            if self._room is not None and self._room.is_open:
                self._admit(self._room)

    def _admit(self, room: WaitingRoom) -> None:
        per_second = self._orders.pace.per_second
        self._credit = min(self._credit + per_second * LOOK_AGAIN_S, per_second)
        free = self._length_max - len(self._orders) - room.turns
        self._credit -= room.admit(max(min(int(self._credit), free), 0), now=self._loop.time())
        if len(self._orders) < self._length_max // 2:
            room.close_if_empty()


def _result_of(sent: asyncio.Future[list[Answer]]) -> list[Answer]:
    """Return what a letter was answered with; NotNow when it was not, nobody waits, or its reader leads no more."""
    if sent.cancelled() or not sent.done() or any(isinstance(answer, Outage) for answer in sent.result()):
        raise NotNow
    return sent.result()
