"""The test cards of the card sandbox, what each does, and how its messages are signed. Pure."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPLAY_WINDOW_S = 300
"""How old, or how far ahead of our clock, a signed message may be."""

HEADER = "card-sandbox-signature"
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class Behaviour(StrEnum):
    """What a test card does when somebody pays with it."""

    OK = "ok"
    CHALLENGE = "challenge"
    DECLINED = "declined"
    INSUFFICIENT = "insufficient_funds"
    SLOW = "slow"
    DUPLICATE = "duplicate"
    LOST = "lost"
    DISORDERED = "disordered"
    REFUND_FAILS = "refund_fails"


@dataclass(frozen=True)
class SandboxCard:
    """A card number that opens nothing outside this house."""

    number: str
    behaviour: Behaviour
    words: str | Promise

    @property
    def spaced(self) -> str:
        """The number in groups of four."""
        return " ".join(self.number[start : start + 4] for start in range(0, 16, 4))


CARDS = (
    SandboxCard("9999000000000004", Behaviour.OK, _("Pays at once")),
    SandboxCard("9999000000000012", Behaviour.CHALLENGE, _("Asks for a code first, as a bank does")),
    SandboxCard("9999000000000020", Behaviour.DECLINED, _("The bank says no")),
    SandboxCard("9999000000000038", Behaviour.INSUFFICIENT, _("Not enough on the card")),
    SandboxCard("9999000000000046", Behaviour.SLOW, _("Pays, but the bank takes its time")),
    SandboxCard("9999000000000053", Behaviour.DUPLICATE, _("Pays, and tells us three times")),
    SandboxCard("9999000000000061", Behaviour.LOST, _("Pays, and forgets to tell us")),
    SandboxCard("9999000000000079", Behaviour.DISORDERED, _("Pays, and tells us in the wrong order")),
    SandboxCard("9999000000000087", Behaviour.REFUND_FAILS, _("Pays, but cannot take money back")),
)
BY_NUMBER = {card.number: card for card in CARDS}


def card_of(number: str) -> SandboxCard | None:
    """Return the test card of a number as people type it; None for any other number."""
    return BY_NUMBER.get(re.sub(r"[\s-]", "", number))


def is_card_number(number: str) -> bool:
    """Whether the digits fit together as a card's do (Luhn)."""
    digits = [int(letter) for letter in re.sub(r"[\s-]", "", number) if letter.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]  # noqa: PLR2004 - two digits are summed from five on
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def signature(body: bytes, *, secret: str, at_s: int) -> str:
    """Return the header that proves a message: its time, and an HMAC over time and body."""
    return f"t={at_s},v1={_digest(body, secret, at_s)}"


def is_signed(body: bytes, header: str, *, secret: str, now_s: int) -> bool:
    """Whether a header proves a message that was sent within the replay window."""
    found = _SIGNATURE.fullmatch(header)
    if found is None:
        return False
    at_s = int(found.group(1))
    is_fresh = abs(now_s - at_s) <= REPLAY_WINDOW_S
    return is_fresh and hmac.compare_digest(_digest(body, secret, at_s), found.group(2))


def _digest(body: bytes, secret: str, at_s: int) -> str:
    return hmac.new(secret.encode(), str(at_s).encode() + b"." + body, hashlib.sha256).hexdigest()
