"""Whose pages may speak to the gate: the house's own, and nobody else's (CORS)."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Origins:
    """The origins of this house: its public address, or on a laptop the pages' port of the host that was asked."""

    public_url: str | None
    pages_port: int

    @cached_property
    def public_origin(self) -> bytes | None:
        """The origin a browser names for pages below the public address."""
        if self.public_url is None:
            return None
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}".lower().encode()

    def are_ours(self, origin: bytes, host: bytes) -> bool:
        """Whether a page of `origin` may speak to the gate that was asked as `host` (the Host header)."""
        if self.public_origin is not None:
            return origin == self.public_origin
        # Both are `name:port`; an IPv6 address has colons of its own, inside brackets.
        name = host if host.endswith(b"]") else host.rpartition(b":")[0] or host
        return origin in {b"http://%b:%d" % (name, self.pages_port), b"https://%b:%d" % (name, self.pages_port)}
