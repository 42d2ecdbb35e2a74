"""What a room offers at the gate: routes, and the doors behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.requests import Request

Door = Callable[[Request], None]
"""Answers a request exactly once, now or later; it returns at once and never waits."""


@dataclass(frozen=True)
class Route:
    """A path, with a door for each method (GET answers HEAD too) and perhaps a conversation for WebSockets.

    A path that ends in a slash stands for all below it that have no route of their own. A conversation is made for the
    request that asks for it; GateProblem instead of one is the answer. An open route is read by pages of any origin.
    """

    path: bytes
    methods: Mapping[bytes, Door]
    conversation: Callable[[Request], Conversation] | None = None
    is_open: bool = False

    def door(self, method: bytes) -> Door | None:
        """Return the door for a method, None when there is none."""
        return self.methods.get(b"GET" if method == b"HEAD" else method)

    @property
    def allowed(self) -> bytes:
        """The methods, as the header Allow lists them."""
        head = (b"HEAD",) if b"GET" in self.methods else ()
        return b", ".join(sorted((*self.methods, *head, b"OPTIONS")))
