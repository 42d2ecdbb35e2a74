"""What a room tells beside its snapshot of the things on its sheet: facts that change by themselves, and who bought.

Whoever knows the things (this room does not) tells both by their keys; keys that are not on the sheet are passed over.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

BOUGHT_A_TICK: Final = 3

Facts = Mapping[str, str | int | bool | None]


class Bought(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who does not mind being told of bought so many of the thing with this key; `who` is masked already."""

    who: str
    count: int
    key: str


class _Line(msgspec.Struct):
    key: str


class _Sheet(msgspec.Struct):
    cues: tuple[_Line, ...] = ()


class Goods:
    """The things on one sheet."""

    def __init__(self) -> None:
        """Nothing is on the sheet."""
        self.keys: frozenset[str] = frozenset()
        self._facts: dict[str, Facts] = {}
        self._fresh: set[str] = set()
        self._bought: list[Bought] = []

    def learn(self, state: bytes) -> None:
        """Take the keys of a snapshot; what was known of others is forgotten."""
        self.keys = frozenset(line.key for line in _SHEETS.decode(state).cues if line.key)
        self._facts = {key: facts for key, facts in self._facts.items() if key in self.keys}

    def renew(self, facts: Mapping[str, Facts]) -> bool:
        """Take what is true of things now; return whether any of it is new."""
        fresh = {key for key, found in facts.items() if key in self.keys and self._facts.get(key) != found}
        self._facts |= {key: facts[key] for key in fresh}
        self._fresh |= fresh
        return bool(fresh)

    def buy(self, bought: Iterable[Bought]) -> None:
        """Take who bought."""
        self._bought.extend(each for each in bought if each.key in self.keys)

    def all_facts(self) -> bytes:
        """Return the member that tells everything known of the things; empty when nothing is."""
        return _facts(self._facts)

    def news(self) -> list[bytes]:
        """Return the members that tell what is new since they were asked for last; a few buyers, the others counted."""
        fresh, self._fresh = self._fresh & self._facts.keys(), set()
        bought, self._bought = self._bought, []
        return [_facts({key: self._facts[key] for key in sorted(fresh)}), *_buyers(bought)]


def _facts(facts: Mapping[str, Facts]) -> bytes:
    return b'"facts":' + _JSON.encode(facts) if facts else b""


def _buyers(bought: list[Bought]) -> list[bytes]:
    told = [{"who": each.who, "count": each.count, "key": each.key} for each in bought[-BOUGHT_A_TICK:]]
    more = len(bought) - len(told)
    return [b'"bought":' + _JSON.encode(told) if told else b"", b'"bought_more":%d' % more if more else b""]


_JSON = msgspec.json.Encoder()
_SHEETS = msgspec.json.Decoder(_Sheet)
