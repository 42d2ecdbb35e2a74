"""One viewer's WebSocket: it listens. All it may say, once, is which seat it has; whoever says more is cut off."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec
from picows import WSCloseCode, WSTransport

from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.problems import GateProblem
from dure.rooms.stage.gate import messages
from dure.rooms.stage.gate.answers import SEAT_EXPIRED
from dure.rooms.stage.seats import SeatPass

if TYPE_CHECKING:
    from dure.rooms.stage.gate.room import Room


class Ushers(Protocol):
    """Who leads a viewer in."""

    def enter(self, viewer: "Watching", show_id: UUID) -> None:
        """Let a viewer into a show's room."""

    def greet(self, viewer: "Watching") -> None:
        """Tell a viewer everything, if the room is ready and open to him."""


class Watching(Conversation):
    """A viewer of one show."""

    __slots__ = ("_read_seat", "_show_id", "_ushers", "has_seat", "is_welcome", "room")

    def __init__(self, show_id: UUID, *, ushers: Ushers, read_seat: Callable[[str, UUID], SeatPass]) -> None:
        """Come for a show; its room may have to be opened first."""
        super().__init__()
        self._show_id = show_id
        self._ushers = ushers
        self._read_seat = read_seat
        self.room: Room | None = None
        self.has_seat = False
        self.is_welcome = False

    def greet(self) -> None:
        """Be told everything, unless that was done."""
        self._ushers.greet(self)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Go in."""
        super().on_ws_connected(transport)
        self._ushers.enter(self, self._show_id)

    def heard(self, message: bytes) -> None:
        """Take the seat; anything else ends it, for viewers do not publish."""
        if self.has_seat:
            self.close(WSCloseCode.POLICY_VIOLATION)
            return
        try:
            seat = self._read_seat(messages.SEAT.decode(message).pass_, self._show_id)
        except (GateProblem, msgspec.MsgspecError) as problem:
            if not self._may_stay(problem):
                self.close(WSCloseCode.POLICY_VIOLATION)
            return
        self.has_seat = True
        if seat.keeps_order and self.room is not None:
            self.room.keep_order(self)
        self.greet()

    def resume_writing(self) -> None:
        """Catch up after a while of not reading."""
        super().resume_writing()
        self.greet()

    def ended(self) -> None:
        """Leave the room."""
        if self.room is not None:
            self.room.leave(self)
            self.room = None

    def _may_stay(self, problem: Exception) -> bool:
        """Whether one who was let in already loses nothing but the seat: a host's page that was open for very long."""
        return self.is_welcome and isinstance(problem, GateProblem) and problem.code == SEAT_EXPIRED

    def turn_away(self, frame: bytes) -> None:
        """Say why nothing will come, and end."""
        self.say(frame)
        self.close()
