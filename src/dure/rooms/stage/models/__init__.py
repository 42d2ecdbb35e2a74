"""The room's tables, a file per noun."""

from dure.rooms.stage.models.broadcasts import Broadcast, Caption, Cue, CueShowing
from dure.rooms.stage.models.chat import ChatMessage, ModerationAct, Report, Restriction, WordList
from dure.rooms.stage.models.clips import Clip, Takedown
from dure.rooms.stage.models.contests import Entry, Vote
from dure.rooms.stage.models.sendings import Sending
from dure.rooms.stage.models.shows import Audience, Consent, Helper, HelperLink, Reminder, Show
from dure.rooms.stage.models.takedowns import Objection, Ruling

__all__ = [
    "Audience",
    "Broadcast",
    "Caption",
    "ChatMessage",
    "Clip",
    "Consent",
    "Cue",
    "CueShowing",
    "Entry",
    "Helper",
    "HelperLink",
    "ModerationAct",
    "Objection",
    "Reminder",
    "Report",
    "Restriction",
    "Ruling",
    "Sending",
    "Show",
    "Takedown",
    "Vote",
    "WordList",
]
