"""What the stage does on a clock. Midnight in Seoul is 15:00 UTC."""

from dure.kernel.jobs import every
from dure.rooms.stage.services import broadcasts, reminders, retention


@every("* * * * *")
def tell_due_reminders() -> None:
    """Tell those whose minute has come that a show starts soon."""
    reminders.tell_due()


@every("*/10 * * * *")
def end_abandoned_shows() -> None:
    """End shows whose telephone is gone for good."""
    broadcasts.end_abandoned()


@every("20 18 * * *")
def remove_old_recordings() -> None:
    """Delete recordings whose days are over."""
    retention.remove_old_recordings()


@every("25 18 * * *")
def remove_old_chat() -> None:
    """Delete chat whose days are over."""
    retention.remove_old_chat()


@every("30 18 * * *")
def remove_old_uploads() -> None:
    """Delete films that could not be used."""
    retention.remove_old_uploads()
