"""Finding banned and restricted trades in what people write, without false alarms. Pure.

Texts are compared in one form (compatibility characters, case and invisible signs gone). Words that merely contain a
term are taken out first, the longest first. Chinese and Korean terms are found anywhere or at the edges a term asks
for; a term split by signs, or written with every character apart, is still that term. Latin terms are whole words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dure.rooms.trust.trade import Source, Trade
from dure.rooms.trust.trades import TRADES

PARTICLES = (
    "을|를|이|가|은|는|도|만|의|과|와|로|으로|에|에서|까지|부터|이나|나|랑|이랑|하고|"
    "입니다|이에요|예요|이다|이며|팝니다|판매"
)
"""What may follow a Korean word without making it another one."""
SPLIT = r"[.\-_*·ㆍ•~/|]?"
"""A sign that people put between the characters of a word to hide it; a space is not one: 밥상 아래 is no 상아."""
TAKEN_OUT = "\N{WHITE SQUARE}"


@dataclass(frozen=True)
class Hit:
    """A trade found in a text, and the words that showed it."""

    trade: Trade
    matched: str

    @property
    def source(self) -> Source:
        """The first law or treaty behind the rule."""
        return self.trade.sources[0]


def plain(text: str) -> str:
    """Return a text as it is compared: one width, one case, composed, no invisible characters, single spaces."""
    compatible = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(sign for sign in compatible if unicodedata.category(sign) != "Cf")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", visible)).strip()


def screen(texts: Iterable[str], trades: Sequence[Trade] = TRADES) -> list[Hit]:
    """Return each trade that the texts show, once, in the order of the list."""
    written = "\n".join(plain(text) for text in texts)
    return [Hit(trade, matched) for trade in trades if (matched := _first_match(trade, written))]


def _first_match(trade: Trade, written: str) -> str:
    cleared = _harmless(trade).sub(TAKEN_OUT, written) if trade.harmless else written
    found = _pattern(trade).search(cleared)
    return found.group().strip() if found else ""


@cache
def _harmless(trade: Trade) -> re.Pattern[str]:
    longest_first = sorted((plain(word) for word in trade.harmless), key=len, reverse=True)
    return re.compile("|".join(_latin(word) if word.isascii() else _spaced(word) for word in longest_first))


@cache
def _pattern(trade: Trade) -> re.Pattern[str]:
    return re.compile("|".join(form for term in trade.terms for form in _forms(term)))


def _forms(term: str) -> Iterator[str]:
    """Yield every way in which a term may be written."""
    mark, bare = (term[0], plain(term[1:])) if term[0] in "=^" else ("", plain(term))
    if bare.isascii():
        yield _latin(bare)
        return
    core = SPLIT.join(re.escape(character) if character != " " else r"\s?" for character in bare)
    before = r"(?<![\w])" if mark else ""
    after = rf"(?=(?:{PARTICLES})?(?![\w]))" if mark == "=" else ""
    yield f"{before}{core}{after}"
    if len(bare) > 1 and " " not in bare:
        yield rf"(?<!\w){' '.join(map(re.escape, bare))}(?!\w)"


def _latin(term: str) -> str:
    """Return a whole word or several, singular or plural, spaces and hyphens alike."""
    words = r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", term))
    return rf"(?<![a-z0-9]){words}(?:e?s)?(?![a-z0-9])"


def _spaced(word: str) -> str:
    """Return a harmless word, which people may write with or without its spaces."""
    return r"\s?".join(re.escape(part) for part in word.split(" "))
