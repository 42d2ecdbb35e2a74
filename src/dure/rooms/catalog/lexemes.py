"""What of a text goes into the search index, and what a query asks of it. Pure: strings in, PostgreSQL's words out.

A lexeme is a word as `spelling` writes it: Korean by its keys in capitals, Chinese by its characters, Latin in small
letters. Each word stands in the index three ways: whole and marked (`=`), whole, and (Korean, Chinese) every tail of
it, because words are written together there: 배추 is found in 겨울배추, 白菜 in 大白菜. A query's word finds every
lexeme it begins, so half a word finds the whole one. Nothing is left to the database's parser: its rules depend on
its locale.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from dure.rooms.catalog import spelling

LIGHTER: Final = {"A": "B", "B": "C", "C": "D", "D": "D"}
"""The next lower weight."""

TAILS_MAX: Final = 12
"""How many tails a Korean word has; Chinese is written without spaces, so there every character begins one."""

TEXT_LENGTH_MAX: Final = 80
"""More than that is not typed by people who look for something."""

WORDS_MAX: Final = 8
WORD_LENGTH_MAX: Final = 16
PREFIX_LENGTH_MIN: Final = 2
"""A Latin letter or a Korean syllable alone finds whole words and their ends only."""


def document(parts: Mapping[str, str]) -> str:
    """Return the text form of a tsvector for texts by their weight: A (the name) to D (the story)."""
    weights: dict[str, str] = {}
    for weight in parts:
        for lexeme, own in _lexemes_of(parts[weight], weight):
            weights[lexeme] = min(own, weights.get(lexeme, own))
    return " ".join(f"{quoted(lexeme)}:1{weight}" for lexeme, weight in sorted(weights.items()))


def _lexemes_of(text: str, weight: str) -> Iterator[tuple[str, str]]:
    """Return every lexeme of a text with its weight; the tail of a word weighs less than a word."""
    for word in spelling.words_of(text):
        yield f"={lexeme_of(word[:WORD_LENGTH_MAX])}", weight
        yield lexeme_of(word[:WORD_LENGTH_MAX]), weight
        for start in _tails(word):
            yield lexeme_of(word[start : start + WORD_LENGTH_MAX]), LIGHTER[weight]


def _tails(word: str) -> range:
    """Return where the tails of a word begin; a Latin word has none."""
    if spelling.is_han(word):
        return range(1, len(word))
    return range(1, min(len(word), TAILS_MAX)) if spelling.is_hangul(word) else range(0)


@lru_cache(maxsize=8192)
def lexeme_of(word: str) -> str:
    """Return one word as the index writes it."""
    if spelling.is_hangul(word):
        return spelling.keys_of(word).upper()
    return word if spelling.is_han(word) else spelling.singular(word)


def quoted(lexeme: str) -> str:
    """Return a lexeme as tsvector and tsquery literals hold it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def words_asked(text: str) -> list[str]:
    """Return the words of a query that count, each once."""
    return list(dict.fromkeys(word[:WORD_LENGTH_MAX] for word in spelling.words_of(text[:TEXT_LENGTH_MAX])))[:WORDS_MAX]


def all_of(words: list[str]) -> str:
    """Return a tsquery that wants every word, each written as it is or taken apart; empty for no words."""
    return " & ".join(f"({_either_way(word)})" for word in words)


def any_of(words: list[str], *, is_loose: bool = False) -> str:
    """Return a tsquery that wants any of the words or of their parts; loosely, what one syllable begins too."""
    return " | ".join(
        part for word in words for part in (_as_it_is(word, is_loose=is_loose), *chain.from_iterable(_in_two(word)))
    )


def _as_it_is(word: str, *, is_loose: bool = False) -> str:
    """Return what finds a word that stands in the index, whole words and what it begins."""
    lexeme = lexeme_of(word)
    return f"{quoted(f'={lexeme}')} | {quoted(lexeme)}{':*' if is_loose or _is_long_enough(word) else ''}"


def _either_way(word: str) -> str:
    """Return what finds a word as it is, or as two words written together: 해남배추, 山东苹果."""
    ways = [_as_it_is(word), *(f"({first}) & ({last})" for first, last in _in_two(word))]
    return " | ".join(f"({way})" for way in ways)


def _in_two(word: str) -> list[tuple[str, str]]:
    """Return what finds both parts of a Korean or Chinese word, for each way to take it apart."""
    if not (spelling.is_hangul(word) or spelling.is_han(word)):
        return []
    places = range(PREFIX_LENGTH_MIN, len(word))
    return [(_as_it_is(word[:place]), _last_part(word[place:])) for place in places]


def _last_part(word: str) -> str:
    """Return what finds the second of two words written together; one syllable must be a word of its own."""
    return _as_it_is(word) if _is_long_enough(word) else quoted(f"={lexeme_of(word)}")


def _is_long_enough(word: str) -> bool:
    """Whether a word may find longer ones it begins; half a syllable always may."""
    return len(word) >= PREFIX_LENGTH_MIN or _is_half(word)


def _is_half(word: str) -> bool:
    """Whether a Korean word ends in a letter, not in a syllable."""
    return spelling.is_hangul(word) and not "\uac00" <= word[-1] <= "\ud7a3"
