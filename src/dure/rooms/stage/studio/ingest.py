"""A phone's WebSocket: a hello with its pass, then chunks; whatever cannot be right ends it, with a code."""

import asyncio
import logging
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from picows import WSCloseCode

from dure.kernel import clock, tokens
from dure.kernel.gate.conversation import Conversation
from dure.rooms.stage.stage_passes import StagePass, read_stage
from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.broadcast import Broadcast
from dure.rooms.stage.studio.desk import LAG_MAX_S
from dure.rooms.stage.studio.frames import FrameRefused, Hello
from dure.rooms.stage.studio.register import Unknown

if TYPE_CHECKING:
    from dure.rooms.stage.studio.desk import Desk

log = logging.getLogger("dure.studio")

HELLO_WITHIN_S: Final = 10.0
IDLE_S: Final = 15.0
"""A phone that sends nothing for so long is gone: its own encoder is never silent."""
BYTES_A_SECOND: Final = 2_500_000
BURST_BYTES: Final = 32_000_000
"""After a time without network a phone may send faster, for a while."""
PRESSED_BELOW: Final = BURST_BYTES // 4


class Ingest(Conversation):
    """One phone at the studio."""

    __slots__ = ("_allowance", "_allowed_s", "_broadcast", "_desk", "_is_asking", "_is_pressed", "_key", "_papers")

    message_max: ClassVar[int] = frames.MESSAGE_MAX

    def __init__(self, desk: "Desk", key: bytes) -> None:
        """Wait for a hello; `key` is the one the pages sign with."""
        super().__init__()
        self._desk = desk
        self._key = key
        self._broadcast: Broadcast | None = None
        self._papers: tuple[StagePass, str] | None = None
        self._is_asking = False
        self._is_pressed = False
        self._allowance = float(BURST_BYTES)
        self._allowed_s = 0.0

    # What the gate calls.

    def heard(self, message: bytes) -> None:
        """Take a hello, a chunk, or a word."""
        try:
            self._take(message)
        except FrameRefused as problem:
            self.refuse(problem.code)

    def look(self) -> None:
        """End one that is silent; tell one that is too fast, or whose studio has much to do."""
        patience_s = HELLO_WITHIN_S if self._broadcast is None else IDLE_S
        if self.now_s - self.heard_s > patience_s:
            self.refuse("idle")
            return
        self._grow()
        is_pressed = self._allowance < PRESSED_BELOW or self._desk.lag_s > LAG_MAX_S
        if is_pressed != self._is_pressed and self._broadcast is not None:
            self._is_pressed = is_pressed
            self._tell({"pressed": is_pressed})

    def ended(self) -> None:
        """Leave the stage."""
        if self._papers is not None and self._broadcast is not None:
            self._desk.leave(self._papers[0].broadcast_id, self)
        self._broadcast = None

    # What the desk calls.

    @property
    def papers(self) -> tuple[StagePass, str]:
        """The pass, and the phone's own key."""
        assert self._papers is not None
        return self._papers

    @property
    def is_on_stage(self) -> bool:
        """Whether it sends what goes out now."""
        return self._broadcast is not None and self._broadcast.state != "ended"

    def tell_kept(self, name: str, first: int, last: int) -> None:
        """Say which chunks of a track need not be sent again."""
        self.say(b'{"kept":["%b",%d,%d]}' % (name.encode(), first, last))

    def tell_over(self) -> None:
        """Say that the broadcast was ended."""
        self._tell({"over": True})

    def give_way(self) -> None:
        """End it: the phone has come back on another connection, or the studio starts anew."""
        self.refuse("replaced" if not self.is_stopping else "restart", WSCloseCode.SERVICE_RESTART)

    def lose_stage(self) -> None:
        """End it: another phone has the stage."""
        self.refuse("stage_lost")

    def refuse(self, code: str, close_code: WSCloseCode = WSCloseCode.POLICY_VIOLATION) -> None:
        """Say why, and end it."""
        self._tell({"code": code})
        self.close(close_code)

    # Its own.

    def _take(self, message: bytes) -> None:
        self._require_pace(len(message))
        if self._broadcast is None:
            if self._is_asking or not frames.is_text(message):
                raise FrameRefused("hello_missing")
            self._greet(frames.read_hello(message))
        elif frames.is_text(message):
            self._listen(self._broadcast, frames.read_said(message))
        else:
            self._broadcast.take(frames.read_chunk(message))

    def _greet(self, hello: Hello) -> None:
        try:
            found = read_stage(hello.pass_, key=self._key, now=clock.now())
        except tokens.TokenExpired:
            raise FrameRefused("pass_expired") from None
        except tokens.TokenSpoilt:
            raise FrameRefused("pass_spoilt") from None
        self._is_asking = True
        self._desk.later(self._enter(found, hello))

    async def _enter(self, found: StagePass, hello: Hello) -> None:
        try:
            if not await self._desk.may_enter(found, hello.phone_key):
                self.refuse("stage_taken")
                return
            self._join(found, hello)
        except Unknown:
            self.refuse("outage", WSCloseCode.TRY_AGAIN_LATER)
        except FrameRefused as problem:
            self.refuse(problem.code)
        except Exception:
            log.exception("a phone could not join")
            self.refuse("crashed", WSCloseCode.INTERNAL_ERROR)

    def _join(self, found: StagePass, hello: Hello) -> None:
        if self._transport is None:  # it left while the house was asked
            return
        self._papers = found, hello.phone_key
        self._broadcast, ready = self._desk.join(self, found, hello)
        self.say(msgspec.json.encode(ready))

    def _listen(self, broadcast: Broadcast, said: frames.Said) -> None:
        if said.ping is not None:
            self._tell({"pong": said.ping})
        if said.caught_up:
            broadcast.caught_up()
        if said.end:
            self._desk.end(self.papers[0].broadcast_id)

    def _require_pace(self, size: int) -> None:
        self._grow()
        self._allowance -= size
        if self._allowance < 0:
            raise FrameRefused("too_fast")

    def _grow(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if self._allowed_s:
            self._allowance = min(BURST_BYTES, self._allowance + (now_s - self._allowed_s) * BYTES_A_SECOND)
        self._allowed_s = now_s

    def _tell(self, members: dict[str, object]) -> None:
        self.say(msgspec.json.encode(members))
