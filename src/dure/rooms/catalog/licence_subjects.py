"""What trust calls the licences of sellers. Pure."""

from uuid import UUID


def licence_subject(*, organisation_id: UUID, licence: str) -> str:
    """Return the name under which trust verifies that a seller holds a licence."""
    return f"licence:{licence}:{organisation_id}"
