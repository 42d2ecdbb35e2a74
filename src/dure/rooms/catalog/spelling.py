"""How words are spelt for searching: by the keys that type them, the way they sound, in ASCII alone. Pure.

* Korean syllables become the keys of the two-set keyboard, so that half a syllable is half a spelling, one slip is one
  letter, and a word typed with the keyboard left in Latin is already spelt. Vowels that sound alike share a key.
* Chinese characters become pinyin without tones: slips are mostly characters of the same sound.
* Latin words lose the ending of an English plural.
"""

import re
from typing import Final

from dure.kernel.text import fold
from dure.rooms.catalog.readings import READINGS

_INITIALS: Final = (
    "r", "rr", "s", "e", "ee", "f", "a", "q", "qq", "t", "tt", "d", "w", "ww", "c", "z", "x", "v", "g",
)  # fmt: skip
_VOWELS: Final = (
    "k", "o", "i", "o", "j", "o", "u", "o", "h", "hk", "ho", "ho", "y", "n", "nj", "ho", "nl", "b", "m", "ml", "l",
)  # fmt: skip
_FINALS: Final = (
    "", "r", "rr", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t",
    "tt", "d", "w", "c", "z", "x", "v", "g",
)  # fmt: skip

_SYLLABLE, _SYLLABLE_LAST = 0xAC00, 0xD7A3
_LETTERS: Final = {
    **{chr(0x1100 + place): key for place, key in enumerate(_INITIALS)},
    **{chr(0x1161 + place): key for place, key in enumerate(_VOWELS)},
    **{chr(0x11A7 + place): key for place, key in enumerate(_FINALS)},
}
_RUNS: Final = re.compile(
    r"[\uac00-\ud7a3\u1100-\u11ff]+|[\u3400-\u9fff]+|[^\W\d_\u1100-\u11ff\u3400-\u9fff\uac00-\ud7a3]+|\d+"
)
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]+")
_LONE_CONSONANTS: Final = re.compile(r"[\u1100-\u1112]{2,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
PLURAL_LENGTH_MIN: Final = 4


def words_of(text: str) -> list[str]:
    """Return the words of a text as searching compares them; a change of script begins a new word."""
    return _RUNS.findall(fold(text))


def is_hangul(word: str) -> bool:
    """Whether a word is Korean, whole syllables or parts of them."""
    return _HANGUL.fullmatch(word) is not None


def is_han(word: str) -> bool:
    """Whether a word is written in Chinese characters."""
    return _HAN.fullmatch(word) is not None


def is_initials(word: str) -> bool:
    """Whether a word is first consonants only, as people type for short: ㅂㅊ for 배추."""
    return _LONE_CONSONANTS.fullmatch(word) is not None


def keys_of(word: str) -> str:
    """Return the keys that type a Korean word."""
    return "".join(_keys_of_one(character) for character in word)


def _keys_of_one(character: str) -> str:
    """Return the keys of a syllable or of a letter."""
    number = ord(character)
    if not _SYLLABLE <= number <= _SYLLABLE_LAST:
        return _LETTERS.get(character, "")
    initial, rest = divmod(number - _SYLLABLE, 21 * 28)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def singular(word: str) -> str:
    """Return a Latin word without the ending of an English plural."""
    if len(word) < PLURAL_LENGTH_MIN or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("oes", "ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def spelt(text: str) -> str:
    """Return a text's spelling: all its words in one, without spaces, which many people leave out or put elsewhere."""
    return "".join(_spelt_word(word) for word in words_of(text))


def _spelt_word(word: str) -> str:
    """Return the spelling of one word."""
    if is_hangul(word):
        return keys_of(word)
    if is_han(word):
        return "".join(READINGS.get(character, character) for character in word)
    return singular(word)


def initials_of(text: str) -> str:
    """Return the keys of the first letter of each syllable or character: `qc` for 배추, `bc` for 白菜."""
    return "".join(_spelt_word(character)[:1] for word in words_of(text) for character in _parts(word))


def _parts(word: str) -> str | list[str]:
    """Return what has an initial of its own: each syllable or character, or the Latin word as a whole."""
    return word if is_hangul(word) or is_han(word) else [word]
