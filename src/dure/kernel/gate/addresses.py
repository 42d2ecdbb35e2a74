"""Who asks: the peer's address, or the one a trusted proxy names; and how many come from each."""

from collections.abc import Mapping

from dure.kernel.gate.limits import Limits
from dure.kernel.gate.problems import too_many

RETRY_AFTER_S = 5


def address_of(peer: str, headers: Mapping[bytes, bytes], trusted_proxies: int) -> str:
    """Return the address to count, as the pages do: so many proxies in front, so many names from the right."""
    if not trusted_proxies:
        return peer
    named = headers.get(b"x-forwarded-for", b"").split(b",")
    return named[-trusted_proxies].strip().decode("latin-1") or peer if len(named) >= trusted_proxies else peer


class Counts:
    """How many connections come from each address."""

    def __init__(self, limits: Limits) -> None:
        """Count to the limits."""
        self._limits = limits
        self._by_address: dict[str, int] = {}

    def come(self, address: str) -> None:
        """Count one more, or refuse it."""
        count = self._by_address.get(address, 0)
        if count >= self._limits.connections_per_address:
            raise too_many(RETRY_AFTER_S)
        self._by_address[address] = count + 1

    def go(self, address: str) -> None:
        """Count one less."""
        count = self._by_address.get(address, 0) - 1
        if count > 0:
            self._by_address[address] = count
        else:
            self._by_address.pop(address, None)
