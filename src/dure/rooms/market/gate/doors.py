"""The market's doors at the gate: orders over HTTP and WebSocket, and the row before the shop when all come at once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Final
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from dure.kernel import clock
from dure.kernel.gate import problems
from dure.kernel.gate.doors import Route
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.rates import Buckets
from dure.kernel.gate.requests import Request
from dure.rooms.market.drafts import Answer, Outcome
from dure.rooms.market.gate import answers
from dure.rooms.market.gate.batching import Tell
from dure.rooms.market.gate.conversation import OrderConversation
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.messages import Letter, OrderAsked, QueueLetter, request_of
from dure.rooms.market.gate.onstage import Purchase, purchase_of
from dure.rooms.market.gate.papers import Dated, DatedQuotes, Papers, quotes_for, require_offered, unexpired
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.gate.waiting import Standing
from dure.rooms.market.passes import Pass

log = logging.getLogger("dure.gate")

TEND_EVERY_S: Final = 3.0
"""So often those who wait are told where they stand; it also tells the row that they are still there."""


def _nobody_minds(_purchase: Purchase) -> None:
    """Tell nobody."""


class Doors:
    """Reads, checks, limits and hands over to the intake; one for a process."""

    def __init__(
        self, intake: Intake, *, key: bytes, orders_per_address: int, bought: Callable[[Purchase], None] = _nobody_minds
    ) -> None:
        """Take the intake, the key the pages sign with, and how many orders a minute one address may send.

        `bought` is called after each order of a live show is committed, and returns at once.
        """
        self.intake = intake
        self.key = key
        self._bought = bought
        self.papers = Papers(key)
        self.in_row: set[OrderConversation] = set()
        self._orders_per_address = orders_per_address
        self._buyers = Buckets()
        self._addresses = Buckets()
        self._tasks: set[asyncio.Task[None]] = set()
        self._clock = asyncio.get_running_loop().time

    def routes(self) -> Sequence[Route]:
        """Return what the market offers at the gate."""
        return (
            Route(b"/orders", {b"POST": self.order}, lambda _request: OrderConversation(self)),
            Route(b"/queue", {b"GET": self.place_in_row, b"POST": self.join_row}),
        )

    async def tend(self) -> None:
        """Tell those who wait on a WebSocket where they stand, and forget full buckets; until cancelled."""
        while True:
            await asyncio.sleep(TEND_EVERY_S)
            now = self._clock()
            self._buyers.forget_full(now)
            self._addresses.forget_full(now)
            await asyncio.gather(*(each.tell_place() for each in list(self.in_row)))

    # Over HTTP.

    def order(self, request: Request) -> None:
        """POST /orders: place an order."""
        try:
            letter = _LETTERS.decode(request.body)
            shown = self.papers.pass_of(letter.pass_), self.papers.quotes_of(letter.quotes)
            self.ask(letter.order, *shown, letter.ticket, request.address, partial(self._answer, request))
        except Exception as error:  # noqa: BLE001  whoever asked is told; a bug is in the log
            raise self.problem_of(error) from None

    def place_in_row(self, request: Request) -> None:
        """GET /queue?ticket=…: where a ticket stands."""
        asked = parse_qs(request.query.decode("latin-1"))
        ticket = self.papers.ticket_of(asked.get("ticket", [""])[0])
        self.later(self._answer_with(request, self.stand(ticket.cell_id, ticket.buyer_id, ticket)))

    def join_row(self, request: Request) -> None:
        """POST /queue: a place in the row, or the place one has."""
        try:
            letter = _QUEUE_LETTERS.decode(request.body)
        except msgspec.MsgspecError as error:
            raise answers.malformed(str(error)) from None
        papers = unexpired(self.papers.pass_of(letter.pass_), clock.now_s(), "pass")
        ticket = self.papers.ticket_of(letter.ticket) if letter.ticket else None
        self.later(self._answer_with(request, self.stand(letter.cell, papers.buyer_id, ticket)))

    # Over both.

    def ask(
        self,
        asked: OrderAsked,
        shown: Dated[Pass],
        quotes: DatedQuotes,
        ticket: str | None,
        address: str,
        tell: Tell[Outcome],
    ) -> None:
        """Hand an order over to the intake, if its papers and the limits allow it; its answer is told."""
        now = clock.now_s()
        papers = unexpired(shown, now, "pass")
        request = request_of(asked, papers)
        require_offered(request, papers)
        found = quotes_for(request, quotes, now)
        self._require_rate(papers, address)
        place = self.papers.ticket_of(ticket) if ticket is not None else None
        if asked.live is not None:
            tell = partial(self._tell_of_live, purchase_of(asked, asked.live, papers), tell)
        self.intake.ask(request, found, tell, cell_id=found[request.lines[0].offer_id].cell_id, ticket=place)

    def _require_rate(self, papers: Pass, address: str) -> None:
        now = self._clock()
        wait_s = self._buyers.take(papers.buyer_id.int, papers.orders_per_minute, now)
        if wait_s or (wait_s := self._addresses.take(address, self._orders_per_address, now)):
            raise answers.too_many_orders(wait_s)

    async def stand(self, cell_id: int, buyer_id: UUID, ticket: Ticket | None) -> Standing:
        """Return where somebody stands in the row before a cell; Outage when nobody can say."""
        return await self.intake.stand(cell_id=cell_id, buyer_id=buyer_id, ticket=ticket)

    def later(self, part: Coroutine[object, object, None]) -> None:
        """Do something that waits; for what is asked rarely."""
        task: asyncio.Task[None] = asyncio.ensure_future(part)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def problem_of(self, error: BaseException) -> GateProblem:
        """Return what to say instead of an answer; a bug is noted."""
        problem = answers.problem_of(error, self.key)
        if problem is None:
            log.error("an order could not be answered", exc_info=error)
        return problem or problems.crashed()

    def _tell_of_live(self, purchase: Purchase, tell: Tell[Outcome], answer: Outcome | BaseException) -> None:
        """Answer whoever asked, then let the show know of what was placed."""
        tell(answer)
        if isinstance(answer, Outcome) and answer.answer is Answer.PLACED:
            self._bought(purchase)

    def _answer(self, request: Request, answer: Outcome | BaseException) -> None:
        try:
            request.answer(*answers.placed(answer))
        except Exception as error:  # noqa: BLE001  whoever asked is told
            request.refuse(self.problem_of(error))

    async def _answer_with(self, request: Request, standing: Coroutine[object, object, Standing]) -> None:
        try:
            request.answer(200, answers.standing(await standing, self.key))
        except Exception as error:  # noqa: BLE001  whoever asked is told; a bug is in the log
            request.refuse(self.problem_of(error))


_LETTERS = msgspec.json.Decoder(Letter)
_QUEUE_LETTERS = msgspec.json.Decoder(QueueLetter)
