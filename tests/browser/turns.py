"""In which ways a page is looked at: enough of them that any two meet, not all twelve at every page.

Three languages, a phone and a desk, light and dark make twelve looks. A page is opened once in each language, and on
the open page width and scheme are changed: it is seen on the phone and at the desk, one of them light and the other
dark. These six looks hold every pair of language and width, of language and scheme, and of width and scheme. Which
width is the dark one turns from page to page, so that neighbours, which are drawn alike, hold the other six.

In one of its languages, which turns too, a page is looked over wholly: all rules of axe on the phone, those of names
and colours once more at the desk, in the other scheme; the Tab key; every size of letters. In the two others it is
asked for what other words can change: its language, its names, its widths, its complaints.
"""

from dataclasses import dataclass
from typing import Literal

from tests.browser.visitors import LANGUAGES

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Turn:
    """How the page of a number is looked at in one language."""

    is_whole: bool
    """Whether this is the language in which it is looked over wholly."""
    phone: Scheme
    desk: Scheme


def turn_of(number: int, language: str) -> Turn:
    """Return how the page of a number, as its visitor's pages are counted, is looked at in a language."""
    place = LANGUAGES.index(language)
    is_light = (number // len(LANGUAGES) + place) % 2 == 0
    return Turn(
        is_whole=number % len(LANGUAGES) == place,
        phone="light" if is_light else "dark",
        desk="dark" if is_light else "light",
    )
