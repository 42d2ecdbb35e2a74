"""Shapes of the room's JSON."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Field, Schema

from dure.rooms.trust.models import PaperKind, Verification


class SourceOut(Schema):
    """A law or treaty: its name, the place in it, and where to read it."""

    name: str
    article: str
    address: str


class TradeOut(Schema):
    """A line of the list in the reader's language; `licence_name` is empty for trades nobody may carry on."""

    code: str
    is_banned: bool
    licence_name: str
    name: str
    rule: str
    sources: list[SourceOut]


class TextsIn(Schema):
    """Texts of one offer: its name, story, and whatever else people will read."""

    texts: list[str] = Field(max_length=20)


class FindingOut(Schema):
    """A rule the texts touch, and the words that showed it."""

    code: str
    is_banned: bool
    licence: str
    licence_name: str
    matched: str
    name: str
    rule: str
    source: SourceOut


class PaperIn(Schema):
    """What a photographed paper is."""

    kind: PaperKind


class PaperPhotoOut(Schema):
    """A photographed paper."""

    id: UUID
    kind: str
    added_at: datetime


class VerificationOut(Schema):
    """What staff look at before people may rely on a subject: waiting, approved, refused or more_papers."""

    id: UUID
    subject: str
    organisation_id: UUID
    status: str
    note: str
    reason: str
    papers: list[PaperPhotoOut]

    @classmethod
    def of(cls, found: Verification, *, reason: str) -> Self:
        """Return a verification as JSON tells it; `reason` is that of the decision in force."""
        return cls(
            id=found.id, subject=found.subject, organisation_id=found.organisation_id, status=found.status,
            note=found.note, reason=reason,
            papers=[PaperPhotoOut(id=each.id, kind=each.kind, added_at=each.added_at) for each in found.papers.all()],
        )  # fmt: skip
