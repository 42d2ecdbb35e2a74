"""What the stage room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ShowScheduled:
    """A host announced a show; `kind` is `selling` or `gathering`, `starts_at` a moment in ISO 8601."""

    subject: ClassVar[str] = "stage.show_scheduled"
    show_id: str
    organisation_id: str
    kind: str
    starts_at: str


@dataclass(frozen=True, kw_only=True)
class ShowChanged:
    """A show that is to come was changed: its time, its words or its picture."""

    subject: ClassVar[str] = "stage.show_changed"
    show_id: str
    organisation_id: str
    starts_at: str


@dataclass(frozen=True, kw_only=True)
class ShowCancelled:
    """A show will not take place."""

    subject: ClassVar[str] = "stage.show_cancelled"
    show_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class ShowStarted:
    """A show went on air."""

    subject: ClassVar[str] = "stage.show_started"
    show_id: str
    broadcast_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class ShowEnded:
    """A show is over."""

    subject: ClassVar[str] = "stage.show_ended"
    show_id: str
    broadcast_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class ReplayPublished:
    """Everybody may see the recording of a show."""

    subject: ClassVar[str] = "stage.replay_published"
    show_id: str
    broadcast_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class ReplayWithdrawn:
    """The recording of a show is no longer to be seen; `is_taken_down` when staff decided so."""

    subject: ClassVar[str] = "stage.replay_withdrawn"
    show_id: str
    broadcast_id: str
    is_taken_down: bool


@dataclass(frozen=True, kw_only=True)
class ClipAsked:
    """A clip is to be made, from a replay or from what somebody sent."""

    subject: ClassVar[str] = "stage.clip_asked"
    clip_id: str


@dataclass(frozen=True, kw_only=True)
class ClipPublished:
    """Everybody may see a clip; `key` is what it stands for (`offer:81`), if anything."""

    subject: ClassVar[str] = "stage.clip_published"
    clip_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class VotingClosed:
    """The organiser of a contest closed the voting; `entry_ids` are those with most votes, usually one."""

    subject: ClassVar[str] = "stage.voting_closed"
    show_id: str
    entry_ids: tuple[str, ...]
