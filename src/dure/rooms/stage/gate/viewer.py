"""One viewer's WebSocket: it listens. All it may say, once, is which seat it has; whoever says more is cut off."""

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from picows import WSCloseCode, WSTransport

from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.problems import GateProblem
from dure.rooms.stage.gate import messages
from dure.rooms.stage.gate.answers import SEAT_EXPIRED

if TYPE_CHECKING:
    from dure.rooms.stage.gate.doors import Doors
    from dure.rooms.stage.gate.room import Room


class Watching(Conversation):
    """A viewer of one show."""

    __slots__ = ("_doors", "_show_id", "has_seat", "is_welcome", "room")

    def __init__(self, doors: "Doors", show_id: UUID) -> None:
        """Come for a show; its room may have to be opened first."""
        super().__init__()
        self._doors = doors
        self._show_id = show_id
        self.room: Room | None = None
        self.has_seat = False
        self.is_welcome = False

    def greet(self) -> None:
        """Be told everything, unless that was done."""
        self._doors.hub.greet(self)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Go in."""
        super().on_ws_connected(transport)
        self._doors.hub.enter(self, self._show_id)

    def heard(self, message: bytes) -> None:
        """Take the seat; anything else ends it, for viewers do not publish."""
        if self.has_seat:
            self.close(WSCloseCode.POLICY_VIOLATION)
            return
        try:
            seat = self._doors.seat(messages.SEAT.decode(message).pass_, self._show_id)
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
