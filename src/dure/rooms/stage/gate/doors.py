"""The live room's doors at the gate: watching by WebSocket, speaking by POST, and the state for whoever asks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel import clock, tokens
from dure.kernel.gate import problems
from dure.kernel.gate.doors import Route
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.rates import Buckets
from dure.kernel.gate.requests import Request
from dure.kernel.gate.tasks import keep_running
from dure.kernel.tokens import TokenExpired, TokenSpoilt
from dure.rooms.stage.gate import answers, frames, messages
from dure.rooms.stage.gate.live import Live
from dure.rooms.stage.gate.viewer import Watching
from dure.rooms.stage.seats import SeatPass, read_seat

log = logging.getLogger("dure.live")

FOLDER: Final = b"/live/"
MESSAGES_A_MINUTE: Final = 30
"""Of one person; who keeps order may speak twice as often."""
HEARTS_A_MINUTE: Final = 90
"""Posts of hearts of one address and show; a page collects a second's worth into one."""
STATES_A_MINUTE: Final = 600
"""Of one address, for those who cannot hold a WebSocket."""
SEATS_KEPT: Final = 16_384
TIDY_EVERY_S: Final = 60.0

Do = Callable[[Request, UUID], Awaitable[tuple[int, bytes]]]


class Doors:
    """Reads, checks, limits and hands over to the live rooms; one for a process."""

    def __init__(self, live: Live, *, key: bytes, messages_per_address: int) -> None:
        """Take the rooms, the key the pages sign with, and how many messages a minute one address may send."""
        self.hub = live.hub
        self._live = live
        self._messages_per_address = messages_per_address
        self._persons, self._addresses, self._hearts, self._states = Buckets(), Buckets(), Buckets(), Buckets()
        self._tasks: set[asyncio.Task[None]] = set()
        self._clock = asyncio.get_running_loop().time
        self._read_seat = lru_cache(SEATS_KEPT)(lambda text: _dated_seat(text, key))
        self._posts: Mapping[str, Do] = {
            "chat": self._chat,
            "hearts": self._heart,
            "captions": self._caption,
            "state": self._state,
        }

    def routes(self) -> Sequence[Route]:
        """Return what the live room offers at the gate."""
        return (Route(FOLDER, {b"GET": self.get, b"POST": self.post}, self.watch),)

    async def tend(self) -> None:
        """Forget full buckets, until cancelled."""
        await keep_running(self._tend)

    # The doors.

    def watch(self, request: Request) -> Watching:
        """WebSocket /live/<show>: watch a show."""
        show_id, what = address_of(request.path)
        if what:
            raise problems.not_found()
        self.hub.require_place(show_id)
        return Watching(show_id, ushers=self.hub, read_seat=self.seat)

    def get(self, request: Request) -> None:
        """GET /live/<show>/state: everything a page must know, as the WebSocket tells it first."""
        show_id, what = address_of(request.path)
        if not what:
            request.refuse(problems.no_upgrade(), more=b"Upgrade: websocket\r\n")
            return
        if what != "state":
            raise problems.not_found()
        if wait_s := self._states.take(request.address, STATES_A_MINUTE, self._clock()):
            raise problems.too_many(wait_s)
        self._later(self._answer(request, self._state(request, show_id)))

    def post(self, request: Request) -> None:
        """POST /live/<show>/chat, /hearts or /captions; /state for who has a seat in a show that is not public."""
        show_id, what = address_of(request.path)
        do = self._posts.get(what)
        if do is None:
            raise problems.not_found()
        self._later(self._answer(request, do(request, show_id)))

    def seat(self, text: str, show_id: UUID) -> SeatPass:
        """Return the seat a token carries; 401 when it is spoilt, another show's, or its time is over."""
        try:
            seat, until_s = self._read_seat(text)
        except TokenExpired:
            raise answers.seat_expired() from None
        except TokenSpoilt:
            raise answers.seat_spoilt() from None
        if seat.show_id != show_id:
            raise answers.seat_spoilt()
        if clock.now().timestamp() >= until_s:
            raise answers.seat_expired()
        return seat

    # What they do.

    async def _state(self, request: Request, show_id: UUID) -> tuple[int, bytes]:
        room = await self.hub.opened(show_id)
        if request.method == b"POST":
            self.seat(messages.SEAT.decode(request.body).pass_, show_id)
        elif not room.moderation.rules.is_public:
            raise answers.seat_needed()
        return 200, frames.told_now(room.welcome(self.hub.now_s))

    async def _chat(self, request: Request, show_id: UUID) -> tuple[int, bytes]:
        posted = messages.CHAT.decode(request.body)
        seat = self.seat(posted.pass_, show_id)
        self._require_rates(seat, request.address)
        room = await self.hub.opened(show_id)
        is_new, number = await self._live.say(room, seat, posted.text, posted.client_key)
        return _kept(number, is_new=is_new)

    async def _caption(self, request: Request, show_id: UUID) -> tuple[int, bytes]:
        posted = messages.CHAT.decode(request.body)
        seat = self.seat(posted.pass_, show_id)
        self._require_rates(seat, request.address)
        room = await self.hub.opened(show_id)
        is_new, number = await self._live.caption(room, seat, posted.text, posted.client_key)
        return _kept(number, is_new=is_new)

    async def _heart(self, request: Request, show_id: UUID) -> tuple[int, bytes]:
        posted = messages.HEARTS.decode(request.body)
        seat = self.seat(posted.pass_, show_id)
        self._require_rate(self._hearts, (request.address, seat.person_id, show_id), HEARTS_A_MINUTE)
        room = await self.hub.opened(show_id)
        if seat.person_id in room.moderation.rules.banned:
            raise answers.banned()
        room.counts.given(posted.count)
        return 202, answers.answered("counted")

    def _require_rates(self, seat: SeatPass, address: str) -> None:
        self._require_rate(self._persons, seat.person_id, MESSAGES_A_MINUTE * (2 if seat.keeps_order else 1))
        self._require_rate(self._addresses, address, self._messages_per_address)

    def _require_rate(self, buckets: Buckets, name: object, per_minute: int) -> None:
        if wait_s := buckets.take(name, per_minute, self._clock()):
            raise answers.too_many_messages(wait_s)

    # Answering later.

    def _later(self, part: Coroutine[object, object, None]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(part)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request, answer: Awaitable[tuple[int, bytes]]) -> None:
        try:
            request.answer(*await answer)
        except GateProblem as problem:
            request.refuse(problem)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            request.refuse(answers.malformed(str(error)))
        except Exception:
            log.exception("%s could not be answered", request.path.decode(errors="replace"))
            request.refuse(problems.crashed())

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            for buckets in (self._persons, self._addresses, self._hearts, self._states):
                buckets.forget_full(self._clock())


def address_of(path: bytes) -> tuple[UUID, str]:
    """Return the show and what of it a path below the folder asks for; 404 for any other path."""
    show, _slash, what = path.removeprefix(FOLDER).decode("latin-1").partition("/")
    try:
        return UUID(show), what
    except ValueError:
        raise answers.no_show() from None


def _dated_seat(text: str, key: bytes) -> tuple[SeatPass, float]:
    return read_seat(text, key=key, now=clock.now()), tokens.ends_at(text)


def _kept(number: UUID, *, is_new: bool) -> tuple[int, bytes]:
    """Answer once something is written down; said twice under one key, it is there once."""
    return (202, answers.answered("said", id=number)) if is_new else (200, answers.answered("replayed", id=number))
