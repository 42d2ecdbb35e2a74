"""What the card sandbox tells of its charges."""

from uuid import UUID

from dure.rooms.market import errors
from dure.rooms.market.models import SandboxCharge


def charge(*, charge_id: UUID) -> SandboxCharge:
    """Return a charge, or refuse with SandboxPageNotFound."""
    found = SandboxCharge.objects.filter(id=charge_id).first()
    if found is None:
        raise errors.SandboxPageNotFound
    return found
