"""Banned and restricted trades: the list in the reader's language, and what a text shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from dure.rooms.trust import screening
from dure.rooms.trust.trade import LICENCES, Source, Trade, Words
from dure.rooms.trust.trades import TRADES


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule that a text touches, in the reader's language. `licence` is empty where nothing makes it allowed."""

    code: str
    is_banned: bool
    licence: str
    licence_name: str
    matched: str
    name: str
    rule: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class ListedTrade:
    """A line of the public list, in the reader's language."""

    code: str
    is_banned: bool
    licence_name: str
    name: str
    rule: str
    sources: tuple[Source, ...]


def screen(*, texts: Sequence[str]) -> list[Finding]:
    """Return the rules that texts touch, wildlife first, each once; empty where nothing speaks against them."""
    return [_finding(hit) for hit in screening.screen(texts)]


def listed() -> list[ListedTrade]:
    """Return the whole list, bans first."""
    return [
        ListedTrade(
            code=trade.code,
            is_banned=trade.is_banned,
            licence_name=licence_name(code=trade.licence),
            name=_said(trade.names),
            rule=_said(trade.rule),
            sources=trade.sources,
        )
        for trade in TRADES
    ]


def licence_name(*, code: str) -> str:
    """Return what people call a licence; empty for none."""
    return _said(LICENCES[code]) if code else ""


def licences() -> dict[str, str]:
    """Return what people call each licence, by its code."""
    return {code: licence_name(code=code) for code in LICENCES}


def _finding(hit: screening.Hit) -> Finding:
    trade: Trade = hit.trade
    return Finding(
        code=trade.code,
        is_banned=trade.is_banned,
        licence=trade.licence,
        licence_name=licence_name(code=trade.licence),
        matched=hit.matched,
        name=_said(trade.names),
        rule=_said(trade.rule),
        source=hit.source,
    )


def _said(words: Words) -> str:
    return words.get(get_language() or "en", words["en"])
