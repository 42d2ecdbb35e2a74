"""Which sums everybody may see. A sum over one entry is somebody's amount: few entries are counted, never summed. Pure.

Decision 0004 says why. Sums of sealed days are exact; what still changes while people watch (today, what is held) is
rounded as well, so that comparing two looks tells nobody's amount.
"""

SMALL = 10
"""From so many entries on their sum is shown."""

SHOWN_DIGITS = 2
"""How many digits of a sum are shown while it still changes."""


def open_sums(*, entries: int, moved: int, gifts: int, given: int) -> dict[str, int]:
    """Return what may be told of some entries in one unit: always how many, then what moved, then what was given."""
    told = {"entries": entries}
    if entries >= SMALL:
        told["moved"] = moved
        if gifts >= SMALL and (entries - gifts >= SMALL or entries == gifts):
            told["gift"] = given
    return told


def rounded(amount: int) -> int:
    """Return an amount of zero or more with its first two digits only: 314,900 is 310,000."""
    step: int = 10 ** max(len(str(amount)) - SHOWN_DIGITS, 0)
    return amount // step * step
