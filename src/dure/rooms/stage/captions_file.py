"""Captions as a file that browsers show over a film (WebVTT). Pure."""

from collections.abc import Iterable


def captions_file(lines: Iterable[tuple[int, int, str]]) -> str:
    """Return a WebVTT file of lines: from, until (milliseconds) and words."""
    parts = [f"{_moment(at)} --> {_moment(until)}\n{_words(text)}\n" for at, until, text in lines]
    return "\n".join(["WEBVTT\n", *parts])


def _moment(moment_ms: int) -> str:
    seconds, rest = divmod(moment_ms, 1000)
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}.{rest:03}"


def _words(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("-->", "")
