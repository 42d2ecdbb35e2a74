"""The cookie that names the basket of a browser nobody has signed in on: the basket's id, signed."""

from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer

COOKIE: Final = "dure_basket"
KEPT_S: Final = 90 * 24 * 60 * 60


def write_key(basket_id: UUID) -> str:
    """Return what the cookie holds for a basket."""
    return _signer().sign(str(basket_id))


def read_key(cookie: str) -> UUID | None:
    """Return the basket a cookie names; None for none, and for one we did not write."""
    try:
        return UUID(_signer().unsign(cookie))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt="market.basket")
