"""Why an order could not be answered; doors put these in words. Plain exceptions: no Django is near."""

from dure.rooms.market.gate.tickets import Ticket


class Malformed(Exception):
    """The request cannot be answered as it is; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        """Name the reason."""
        super().__init__(reason)
        self.reason = reason


class Busy(Exception):
    """More came than can be placed now; nothing was. `again_in_s` is an estimate from the measured rate.

    Where a waiting room is open, `ticket` is the asker's place in its row and `ahead` how many stand before him.
    """

    def __init__(self, again_in_s: int, *, ticket: Ticket | None = None, ahead: int | None = None) -> None:
        """Say when to ask again, and where in the row."""
        super().__init__(again_in_s)
        self.again_in_s = again_in_s
        self.ticket = ticket
        self.ahead = ahead


class Outage(Exception):
    """Nobody answered in time. Whether the order was placed is not known: asking again with its key finds out."""
