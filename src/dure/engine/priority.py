"""Who goes first when a machine has more to do than it can."""

import os
from contextlib import suppress

POLITE = 10
"""A tenth of the CPU that others get when all of them want it; all of it when nobody else does."""


def let_others_first(*numbers: int) -> None:
    """Let processes (on Linux threads too) of ours wait for the CPU behind all others; not where the system forbids it.

    Without rights there is no way back: what once stood back stays there until it ends.
    """
    for number in numbers:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, number, POLITE)
