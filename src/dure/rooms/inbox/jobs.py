"""What the inbox does on a clock; the job of a single delivery stands beside its verb."""

from dure.kernel.jobs import every
from dure.rooms.inbox.services import deliveries, departures


@every("*/5 * * * *")
def deliver_overdue() -> None:
    """Look after letters and pushes that nobody looked after in time."""
    deliveries.deliver_overdue()


@every("30 17 * * *")
def remove_old_notifications() -> None:
    """Delete what was told long ago, part by part."""
    while departures.remove_old_notifications():
        pass
