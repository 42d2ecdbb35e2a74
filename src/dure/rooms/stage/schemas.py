"""Shapes of the stage's JSON. Moments are ISO 8601 with a zone; facts are those a cue was given."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.kernel.errors import BadInput
from dure.rooms.stage.models import Broadcast, Clip, Entry, Sending, Show
from dure.rooms.stage.models.broadcasts import KEY_LENGTH_MAX
from dure.rooms.stage.models.chat import REASON_LENGTH_MAX
from dure.rooms.stage.models.shows import ABOUT_LENGTH_MAX, PINNED_LENGTH_MAX, TITLE_LENGTH_MAX
from dure.rooms.stage.services.thanks import THANKS_LENGTH_MAX
from dure.rooms.stage.tus import read_metadata

Title = Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH_MAX)]
Reason = Annotated[str, Field(max_length=REASON_LENGTH_MAX)]
Facts = dict[str, str | int | bool | None]


class ShowIn(Schema):
    """What a host says of a show."""

    title: Title
    starts_at: AwareDatetime
    about: Annotated[str, Field(max_length=ABOUT_LENGTH_MAX)] = ""
    kind: Literal["selling", "gathering"] = "selling"
    languages: Annotated[list[Literal["ko", "zh-hans", "en"]], Field(min_length=1, max_length=3)]
    planned_minutes: Annotated[int, Field(ge=10, le=480)] = 60
    is_contest: bool = False
    is_public: bool = True


class ShowOut(Schema):
    """A show as everybody sees it."""

    id: UUID
    organisation_id: UUID
    host: str
    title: str
    about: str
    kind: str
    status: str
    languages: list[str]
    starts_at: datetime
    planned_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    is_contest: bool
    is_public: bool
    sequence: int
    cover: str

    @classmethod
    def of(cls, show: Show) -> Self:
        """Return a show's shape."""
        fields = (name for name in cls.model_fields if name not in {"host", "cover"})
        cover = f"/live/{show.id}/cover/large.webp" if show.cover else ""
        return cls(**{name: getattr(show, name) for name in fields}, host=show.organisation.shown_name, cover=cover)


class WhyIn(Schema):
    """Why something is done."""

    why: Reason = ""


class ReminderIn(Schema):
    """How many minutes before one wants to hear of a show."""

    minutes_before: Annotated[int, Field(ge=5, le=1440)] = 10


class ReminderOut(Schema):
    """A wish to be reminded."""

    show_id: UUID
    minutes_before: int


class ConsentIn(Schema):
    """A host's word that everybody in the picture agrees, as it was shown to them."""

    words: Annotated[str, Field(min_length=1, max_length=2000)]
    is_given: bool
    has_children: bool = False


class PreflightIn(Schema):
    """What a telephone found when it tried camera, microphone and network."""

    has_camera: bool
    has_microphone: bool
    uplink_kbps: Annotated[int, Field(ge=0, le=10_000_000)]


class ThanksIn(Schema):
    """A host's words to those who were there."""

    words: Annotated[str, Field(min_length=1, max_length=THANKS_LENGTH_MAX)]


class ThankedOut(Schema):
    """How many were told now; who was told before is not counted."""

    told: int


class EntranceOut(Schema):
    """A broadcast, and the pass with which one telephone may send its pictures."""

    show_id: UUID
    broadcast_id: UUID
    stage_pass: str
    ingest: str


class CameraOut(Schema):
    """Where a program or camera sends its pictures by WHIP, and the bearer token with which it may until a moment."""

    show_id: UUID
    broadcast_id: UUID
    address: str
    token: str
    holds_until: datetime


class CueIn(Schema):
    """What goes onto the screen: a line by its id, or what it stands for with title and facts."""

    cue_id: UUID | None = None
    key: Annotated[str, Field(max_length=80)] = ""
    title: Annotated[str, Field(max_length=TITLE_LENGTH_MAX)] = ""
    facts: Facts | None = None


class LineIn(Schema):
    """A line of the run-sheet."""

    title: Title
    key: Annotated[str, Field(max_length=80)] = ""
    facts: Facts = Field(default_factory=dict)


class MoveIn(Schema):
    """One place up or down."""

    up: bool


class ScreenOut(Schema):
    """What is on the screen now; a higher sequence is newer."""

    sequence: int
    state: dict[str, Any]


class PinIn(Schema):
    """The sentence above the chat; empty takes it away."""

    text: Annotated[str, Field(max_length=PINNED_LENGTH_MAX)] = ""


class FreezeIn(Schema):
    """Whether the chat is closed to viewers."""

    is_frozen: bool


class SlowModeIn(Schema):
    """Seconds between two messages of one viewer."""

    seconds: Annotated[int, Field(ge=0, le=600)]


class MuteIn(Schema):
    """Whom to mute, for how long, and why."""

    person_id: UUID
    minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    reason: Reason = ""


class BanIn(Schema):
    """Whom to ban, from this show or all of the host's, and why."""

    person_id: UUID
    reason: Reason = ""
    is_everywhere: bool = False


class RestrictionOut(Schema):
    """A restriction in force."""

    id: UUID
    person_id: UUID
    kind: str
    until: datetime | None
    is_everywhere: bool


class ReportIn(Schema):
    """Why a message should not stand."""

    reason: Reason = ""


class WordsIn(Schema):
    """Words that may not be said."""

    words: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=200)]


class HelperIn(Schema):
    """Who helps."""

    person_id: UUID


class HelperLinkIn(Schema):
    """For whom a link is: a helper, who keeps order, or a second host, who films with a telephone of their own."""

    role: Literal["helper", "cohost"] = "helper"


class HelperLinkOut(Schema):
    """A link that makes the first who follows it a helper or second host; told only now."""

    id: UUID
    link: str
    role: str
    expires_at: datetime


class AcceptingIn(Schema):
    """The secret at the end of a link, and for a second host the word that all in the picture agree."""

    secret: Annotated[str, Field(max_length=100)]
    words: Annotated[str, Field(max_length=2_000)] = ""
    is_given: bool = False
    has_children: bool = False


class PlaceOut(Schema):
    """A helper's or second host's place in a show."""

    show_id: UUID
    person_id: UUID
    role: str
    keeps_order: bool


class LettingIn(Schema):
    """Whether a second host may keep order and change what is on the screen."""

    is_let: bool


class OfferIn(Schema):
    """Whether who films asks the others to take the picture."""

    is_offered: bool = True


class ChapterOut(Schema):
    """A part of a recording, milliseconds from its start."""

    title: str
    key: str
    at_ms: int
    until_ms: int


class ReplayOut(Schema):
    """A recording that everybody may see."""

    broadcast_id: UUID
    show_id: UUID
    title: str
    host: str
    started_at: datetime
    duration_ms: int | None
    is_published: bool
    chapters: list[ChapterOut] = Field(default_factory=list)

    @classmethod
    def of(cls, found: Broadcast) -> Self:
        """Return a recording's shape, without chapters."""
        return cls(
            broadcast_id=found.id,
            show_id=found.show_id,
            title=found.show.title,
            host=found.show.organisation.shown_name,
            started_at=found.started_at,
            duration_ms=found.duration_ms,
            is_published=found.is_replay_shown,
        )


class CutIn(Schema):
    """Which 3 to 60 seconds of a recording become a clip, milliseconds from its start; `poster_ms` from the clip's.

    `key` names what it shows: empty for nothing, left out for what was on the screen when it begins.
    """

    title: Title
    from_ms: Annotated[int, Field(ge=0)]
    to_ms: Annotated[int, Field(gt=0)]
    key: Annotated[str, Field(max_length=KEY_LENGTH_MAX)] | None = None
    poster_ms: Annotated[int, Field(ge=0, le=60_000)] = 0


class SendingIn(Schema):
    """What a film on its way is called, for whom it is, and which picture stands for it."""

    title: Title
    organisation_id: UUID | None = None
    poster_ms: Annotated[int, Field(ge=0, le=60_000)] = 0

    @classmethod
    def read(cls, header: str) -> tuple[dict[str, str], Self]:
        """Return what is told with a film in tus's header, and what of it is said of the clip; BadInput."""
        try:
            told = read_metadata(header)
            return told, cls.model_validate({name: told[name] for name in cls.model_fields if told.get(name)})
        except ValueError as error:
            raise BadInput from error


class SendingOut(Schema):
    """A film on its way: `received` of its `size` bytes are here; whole, it is the clip of the same id."""

    id: UUID
    title: str
    organisation_id: UUID | None
    name: str
    fingerprint: str
    size: int
    received: int

    @classmethod
    def of(cls, sending: Sending) -> Self:
        """Return a sending's shape."""
        return cls(**{name: getattr(sending, name) for name in cls.model_fields})


class ClipOut(Schema):
    """A clip; `film` and `poster` are empty until it is ready."""

    id: UUID
    title: str
    key: str
    facts: dict[str, Any]
    status: str
    done_percent: int
    refusal: str
    duration_ms: int | None
    is_published: bool
    film: str
    poster: str

    @classmethod
    def of(cls, clip: Clip) -> Self:
        """Return a clip's shape."""
        fields = ("id", "title", "key", "facts", "status", "done_percent", "refusal", "duration_ms")
        return cls(
            **{name: getattr(clip, name) for name in fields},
            is_published=clip.is_shown,
            film=f"/live/clips/{clip.id}/film.mp4" if clip.file else "",
            poster=f"/live/clips/{clip.id}/poster.jpg" if clip.poster else "",
        )


class EntryIn(Schema):
    """What somebody brings to a contest."""

    title: Title
    words: Annotated[str, Field(max_length=500)] = ""
    clip_id: UUID | None = None


class EntryOut(Schema):
    """An entry; its votes are told once the voting is closed."""

    id: UUID
    title: str
    words: str
    who: str
    votes: int | None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return an entry's shape."""
        return cls(
            id=entry.id,
            title=entry.title,
            words=entry.words,
            who=entry.person.display_name,
            votes=getattr(entry, "count", None),
        )


class ContestOut(Schema):
    """A contest as one person sees it."""

    is_voting: bool
    is_closed: bool
    votes: int
    chosen: UUID | None
    entries: list[EntryOut]


class VoteIn(Schema):
    """Which entry is chosen."""

    entry_id: UUID


class TakedownIn(Schema):
    """Why something should be taken down."""

    why: Literal["me", "child", "rights", "harm", "other"]
    words: Annotated[str, Field(max_length=1000)] = ""
    contact: Annotated[str, Field(max_length=120)] = ""


class TakedownOut(Schema):
    """A wish, and what became of it."""

    id: UUID
    status: str
