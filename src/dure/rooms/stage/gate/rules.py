"""Who may say what in a room. Pure: the clock is handed in.

The rules come with every snapshot of the show; what somebody said last, for slow mode, is remembered here.
"""

import re
import unicodedata
from math import ceil
from typing import Final
from uuid import UUID

import msgspec

from dure.rooms.stage.gate import answers
from dure.rooms.stage.seats import PLACED, VIEWER, SeatPass
from dure.rooms.trust.screening import plain

TEXT_LENGTH_MAX: Final = 200
REMEMBERED: Final = 4096
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
JOINERS: Final = "\u200c\u200d"
"""Invisible, and yet part of a family's emoji and of some scripts."""


class Rules(msgspec.Struct, frozen=True):
    """A show's rules, as its snapshot tells them."""

    is_public: bool = True
    is_open: bool = True
    is_frozen: bool = False
    slow_mode_s: int = 0
    muted: frozenset[UUID] = frozenset()
    banned: frozenset[UUID] = frozenset()
    placed: frozenset[UUID] = frozenset()
    words: tuple[str, ...] = ()
    hidden: tuple[UUID, ...] = ()


def tidy(text: str) -> str:
    """Return a message as it is shown: on one line, single spaces, nothing invisible; refuse the empty and the long."""
    spaced = re.sub(r"\s+", " ", text)
    seen = "".join(sign for sign in spaced if sign in JOINERS or unicodedata.category(sign) not in UNSEEN).strip()
    if not seen.strip(JOINERS):
        raise answers.empty()
    if len(seen) > TEXT_LENGTH_MAX:
        raise answers.too_long(TEXT_LENGTH_MAX)
    return seen


class Moderation:
    """Keeps order in one room: checks each message against the rules, and remembers who spoke when."""

    def __init__(self) -> None:
        """Begin with rules that let nobody speak; the first snapshot brings the true ones."""
        self.rules = Rules(is_open=False)
        self._banned_words: re.Pattern[str] | None = None
        self._spoke_at: dict[UUID, float] = {}

    def take(self, rules: Rules) -> None:
        """Follow new rules from now on."""
        if rules.words != self.rules.words:
            self._banned_words = _pattern(rules.words)
        self.rules = rules

    def as_now(self, seat: SeatPass) -> SeatPass:
        """Return a seat as it holds now: a place in the show that was taken away leaves a viewer's."""
        if seat.role in PLACED and seat.person_id not in self.rules.placed:
            return msgspec.structs.replace(seat, role=VIEWER)
        return seat

    def require(self, seat: SeatPass, text: str, now_s: float) -> None:
        """Refuse what may not be said now. Hosts and helpers speak while it is frozen or slow, and before and after."""
        person_id = self.require_welcome(seat)
        if not seat.keeps_order:
            self._require_open(person_id, now_s)
        if self._banned_words is not None and self._banned_words.search(plain(text)):
            raise answers.word_banned()

    def require_welcome(self, seat: SeatPass) -> UUID:
        """Return who sits there; refuse strangers and those who may not speak."""
        if seat.person_id is None:
            raise answers.sign_in_needed()
        if seat.person_id in self.rules.banned:
            raise answers.banned()
        if seat.person_id in self.rules.muted:
            raise answers.muted()
        return seat.person_id

    def require_keeper(self, seat: SeatPass) -> UUID:
        """Return who sits there, a host or helper."""
        if not seat.keeps_order:
            raise answers.not_a_keeper()
        return self.require_welcome(seat)

    def spoke(self, person_id: UUID, now_s: float) -> None:
        """Remember that somebody spoke."""
        self._spoke_at.pop(person_id, None)
        self._spoke_at[person_id] = now_s
        if len(self._spoke_at) > REMEMBERED:
            del self._spoke_at[next(iter(self._spoke_at))]

    def unspoke(self, person_id: UUID) -> None:
        """Forget that somebody spoke: what he said could not be kept."""
        self._spoke_at.pop(person_id, None)

    def _require_open(self, person_id: UUID, now_s: float) -> None:
        if not self.rules.is_open:
            raise answers.closed()
        if self.rules.is_frozen:
            raise answers.frozen()
        spoke_at = self._spoke_at.get(person_id)
        if spoke_at is not None and (wait_s := spoke_at + self.rules.slow_mode_s - now_s) > 0:
            raise answers.too_soon(ceil(wait_s))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds any of the words; Latin ones stand alone, others anywhere, also with signs between."""
    terms = [_term(plain(word)) for word in words if plain(word)]
    return re.compile("|".join(terms)) if terms else None


def _term(word: str) -> str:
    if word.isascii():
        return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
    return r"[.\-_*·ㆍ•~/|\s]?".join(re.escape(sign) for sign in word if not sign.isspace())
