"""The cookie of a browser that came by a host's link while nobody was signed in: a random number, signed."""

from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer

from dure.rooms.market.promoting import WINDOW_DAYS_MAX

COOKIE: Final = "dure_came_by"
KEPT_S: Final = WINDOW_DAYS_MAX * 24 * 60 * 60


def write_key(browser_id: UUID) -> str:
    """Return what the cookie holds."""
    return _signer().sign(str(browser_id))


def read_key(cookie: str) -> UUID | None:
    """Return the number a cookie holds; None for none, and for one we did not write."""
    try:
        return UUID(_signer().unsign(cookie))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt="market.came_by")
