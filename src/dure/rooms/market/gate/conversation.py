"""Ordering over a WebSocket: papers are shown once, then each order is a short message and each answer another."""

from collections.abc import Coroutine
from functools import partial
from typing import Protocol
from uuid import UUID

import msgspec

from dure.kernel.gate import problems
from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.problems import GateProblem
from dure.rooms.market.drafts import Outcome
from dure.rooms.market.gate import answers
from dure.rooms.market.gate.batching import Tell
from dure.rooms.market.gate.messages import Message, OrderAsked
from dure.rooms.market.gate.papers import Dated, DatedQuotes, Papers
from dure.rooms.market.gate.refusals import Busy
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.gate.waiting import Standing
from dure.rooms.market.passes import Pass
from dure.rooms.market.quotes import Quote

UNANSWERED_MAX = 64
QUOTES_MAX = 1_000
READY = b'{"ready":true}'
PONG = b'{"pong":1}'
NO_QUOTES: dict[int, Dated[Quote]] = {}


class Counters(Protocol):
    """What a conversation needs of the doors it came in by (`doors.Doors`)."""

    key: bytes
    papers: Papers
    in_row: "set[OrderConversation]"

    def ask(
        self,
        asked: OrderAsked,
        shown: Dated[Pass],
        quotes: DatedQuotes,
        ticket: str | None,
        address: str,
        tell: Tell[Outcome],
    ) -> None:
        """Hand an order over to the intake; its answer is told."""

    async def stand(self, cell_id: int, buyer_id: UUID, ticket: Ticket | None) -> Standing:
        """Return where somebody stands in the row before a cell."""

    def later(self, part: Coroutine[object, object, None]) -> None:
        """Do something that waits."""

    def problem_of(self, error: BaseException) -> GateProblem:
        """Return what to say instead of an answer."""


class OrderConversation(Conversation):
    """One buyer's WebSocket."""

    __slots__ = ("_doors", "_pass", "_place", "_quotes", "_told", "_unanswered")

    def __init__(self, doors: Counters) -> None:
        """Begin without papers."""
        super().__init__()
        self._doors = doors
        self._pass: Dated[Pass] | None = None
        self._quotes = NO_QUOTES
        self._unanswered = 0
        self._place: Ticket | None = None
        self._told: tuple[int, bool] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an order is under way."""
        return self._unanswered > 0

    def heard(self, message: bytes) -> None:
        """Take papers, an order, a wish to stand in the row, or a ping."""
        number = 0
        try:
            said = _MESSAGES.decode(message)
            number = said.id
            self._take(said)
        except Exception as error:  # noqa: BLE001  whoever spoke is told
            self._refuse(number, error)

    def ended(self) -> None:
        """Stand in no row any more."""
        self._doors.in_row.discard(self)

    async def tell_place(self) -> None:
        """Say where its buyer stands, when that has changed."""
        place = self._place
        if place is None:
            return
        try:
            standing = await self._doors.stand(place.cell_id, place.buyer_id, place)
        except Exception as error:  # noqa: BLE001  while nobody knows, nothing is said; a bug is in the log
            self._doors.problem_of(error)
            return
        if (standing.ahead, standing.is_admitted) != self._told:
            self.say(answers.standing(standing, self._doors.key))
        self._keep(standing)

    def _take(self, said: Message) -> None:
        if said.order is not None:
            self._order(said, said.order)
        elif said.pass_ is not None or said.quotes is not None:
            self._show(said)
        elif said.queue is not None:
            self._doors.later(self._stand(said, said.queue))
        elif said.ping is not None:
            self.say(PONG)
        else:
            raise answers.malformed("empty")

    def _show(self, said: Message) -> None:
        """Read papers; they hold for what follows."""
        if said.pass_ is not None:
            self._pass = self._doors.papers.pass_of(said.pass_)
        if said.quotes:
            quotes = {**self._quotes, **self._doors.papers.quotes_of(said.quotes)}
            if len(quotes) > QUOTES_MAX:
                raise answers.malformed("too_many_quotes")
            self._quotes = quotes
        self.say(READY)

    def _order(self, said: Message, order: OrderAsked) -> None:
        if self.is_stopping:
            raise problems.outage(1)
        if self._unanswered >= UNANSWERED_MAX:
            raise answers.too_many_orders(1)
        tell = partial(self._answered, said.id)
        self._doors.ask(order, self._papers, self._quotes, said.ticket, self.address, tell)
        self._unanswered += 1

    @property
    def _papers(self) -> Dated[Pass]:
        if self._pass is None:
            raise answers.malformed("pass_missing")
        return self._pass

    def _answered(self, number: int, answer: Outcome | BaseException) -> None:
        self._unanswered -= 1
        try:
            status, body = answers.placed(answer)
        except Exception as error:  # noqa: BLE001  whoever asked is told
            self._refuse(number, error)
        else:
            self.say(_numbered(number, status, body))

    def _refuse(self, number: int, error: BaseException) -> None:
        if isinstance(error, Busy) and error.ticket is not None:
            self._wait(error.ticket, (error.ahead or 0, False))
        problem = self._doors.problem_of(error)
        members: dict[str, object] = {"id": number, **problem.members()}
        if problem.retry_after_s is not None:
            members["retry_after_s"] = problem.retry_after_s
        self.say(msgspec.json.encode(members))

    async def _stand(self, said: Message, cell_id: int) -> None:
        """Find a place in the row, say where it is, and tell when that changes."""
        try:
            shown = self._doors.papers.ticket_of(said.ticket) if said.ticket else None
            standing = await self._doors.stand(cell_id, self._papers[0].buyer_id, shown)
        except Exception as error:  # noqa: BLE001  whoever asked is told
            self._refuse(said.id, error)
        else:
            self.say(_numbered(said.id, 200, answers.standing(standing, self._doors.key)))
            self._keep(standing)

    def _keep(self, standing: Standing) -> None:
        """Go on waiting, unless it is his turn."""
        if standing.is_admitted:
            self._place = None
            self._doors.in_row.discard(self)
        else:
            self._wait(standing.ticket, (standing.ahead, False))

    def _wait(self, place: Ticket, told: tuple[int, bool]) -> None:
        self._place, self._told = place, told
        self._doors.in_row.add(self)


def _numbered(number: int, status: int, body: bytes) -> bytes:
    """Put the number of a message and the status before the members of its answer."""
    return b'{"id":%d,"status":%d,' % (number, status) + body[1:]


_MESSAGES = msgspec.json.Decoder(Message)
