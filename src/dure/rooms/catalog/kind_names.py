"""Finding a kind of goods in what people write. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

SPOKEN_LENGTH_MIN: Final = 2
"""A name of one character (배, 밤, 无) is found only where it stands alone."""
_BREAKS: Final = re.compile(r"[^0-9a-z\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z' ]+")


def plain(text: str) -> str:
    """Return a text as names are compared: one width, one case, single spaces, no signs."""
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@dataclass(frozen=True)
class KindNames:
    """Every name of every kind, as they are compared, with the code it stands for."""

    codes: Mapping[str, str]
    longest_first: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[tuple[str, Iterable[str]]]) -> Self:
        """Return the names of kinds given as (code, names), the more general kinds first: the first name wins."""
        codes: dict[str, str] = {}
        for code, called in names:
            for name in called:
                for form in _forms(plain(name)):
                    codes.setdefault(form, code)
        return cls(codes, tuple(sorted((name for name in codes if _is_findable(name)), key=len, reverse=True)))

    def exactly(self, text: str) -> str:
        """Return the code of the kind a text names; "" where it names none."""
        return self.codes.get(plain(text), "")

    def guess(self, text: str) -> str:
        """Return the code of the kind a text names, or of the longest name in it; "" where there is none."""
        wanted = plain(text)
        if wanted in self.codes:
            return self.codes[wanted]
        words = wanted.split()
        for name in self.longest_first:
            if _is_in(name, wanted):
                return self.codes[name]
        return next((self.codes[word] for word in reversed(words) if word in self.codes), "")


def _forms(name: str) -> Iterable[str]:
    """Return a name as it may be written: as it is, and an English plural in the singular."""
    yield name
    if not _LATIN.fullmatch(name) or not name.endswith("s"):
        return
    if name.endswith("ies"):
        yield name[:-3] + "y"
    elif name.endswith(("oes", "ches", "shes")):
        yield name[:-2]
    yield name[:-1]


def _is_findable(name: str) -> bool:
    """Whether a name is looked for inside longer texts."""
    return len(name) >= SPOKEN_LENGTH_MIN


def _is_in(name: str, text: str) -> bool:
    """Whether a text holds a name; Latin names only as whole words."""
    return f" {name} " in f" {text} " if _LATIN.fullmatch(name) else name in text
