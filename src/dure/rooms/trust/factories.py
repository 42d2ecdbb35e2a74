"""Shows what was asked of the house to anybody's tests."""

from dure.rooms.trust.models import Verification


def verifications() -> list[Verification]:
    """Return every verification that was asked for, oldest first."""
    return list(Verification.objects.order_by("id"))
