"""Shows as a file that telephones put into their calendars (iCalendar, RFC 5545). Pure."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

LINE_BYTES_MAX: Final = 73
"""Longer lines are folded, the next one begins with a space."""


def calendar_file(
    *, show_id: UUID, title: str, about: str, page: str, starts_at: datetime, minutes: int, now: datetime,
    sequence: int, place: str = "", remind_minutes: int = 10,
) -> str:  # fmt: skip
    """Return a calendar with one show in it, or a meeting at a place; `page` is its whole address."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dure//Live//EN",
        "BEGIN:VEVENT",
        f"UID:{show_id}@dure",
        f"DTSTAMP:{_moment(now)}",
        f"SEQUENCE:{sequence}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(starts_at + timedelta(minutes=minutes))}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(about)}",
        *([f"LOCATION:{_text(place)}"] if place else []),
        f"URL:{page}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(title)}",
        f"TRIGGER:-PT{remind_minutes}M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Return a line in pieces of few bytes, no character cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        length = len(character.encode())
        if size + length > LINE_BYTES_MAX:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + length
    return "\r\n ".join([*pieces, piece])
