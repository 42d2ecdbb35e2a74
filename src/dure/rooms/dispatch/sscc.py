"""Numbers of parcels: the Serial Shipping Container Code of GS1, 18 digits with a check digit. Pure."""

import re
from typing import Final

LENGTH: Final = 18
SHORT: Final = 8
"""How many last digits people write on a box by hand and type in; they differ for ten million parcels."""
DEMO_PREFIX: Final = "952"
"""GS1 keeps these company prefixes for examples; nobody is ever given one."""
_SSCC: Final = re.compile(r"(?<!\d)(?:\(00\)|00)?(\d{18})(?!\d)")


def check_digit(digits: str) -> str:
    """Return the GS1 check digit of some digits: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def sscc(*, prefix: str, serial: int) -> str:
    """Return the number of a parcel: extension digit, company prefix, serial number, check digit.

    A serial beyond what the prefix leaves room for runs on in the extension digit, ten times over.
    """
    room = LENGTH - 2 - len(prefix)
    extension, rest = divmod(serial, 10**room)
    digits = f"{extension % 10}{prefix}{rest:0{room}d}"
    return digits + check_digit(digits)


def is_sscc(text: str) -> bool:
    """Whether a text is 18 digits with the right check digit."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def read(code: str) -> str:
    """Return the number that a scan holds: bars with (00), a QR code's address, or digits typed with spaces.

    Returns 18 digits, or the last 8 as written on a box by hand, or nothing where the code is no parcel's.
    """
    bare = re.sub(r"[\s\-·.]", "", code) if not re.search(r"[a-z]", code, re.IGNORECASE) else code
    for found in _SSCC.finditer(bare):
        if is_sscc(found.group(1)):
            return found.group(1)
    return bare if len(bare) == SHORT and bare.isascii() and bare.isdigit() else ""


def written(number: str) -> str:
    """Return a number as people read it: 0 9521000 00000001 2 in groups of four from the right end."""
    start = len(number) % 4
    groups = [number[:start]] if start else []
    return " ".join(groups + [number[place : place + 4] for place in range(start, len(number), 4)])


def short(number: str) -> str:
    """Return what is written on a box by hand: the last 8 digits."""
    return number[-SHORT:]


def is_demo(number: str) -> bool:
    """Whether a number bears a company prefix that GS1 keeps for examples."""
    return number[1:].startswith(DEMO_PREFIX)
