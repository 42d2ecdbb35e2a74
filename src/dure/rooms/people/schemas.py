"""Shapes of the room's JSON."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema


class PersonOut(Schema):
    """The signed-in person and how they like their pages."""

    id: UUID
    name: str
    language: str
    is_text_large: bool
    is_data_low: bool
    theme: str
    joined_at: datetime
    acting_for: UUID | None = None
    roles: list[str] = Field(default_factory=list)


class NameIn(Schema):
    """A new name."""

    name: str


class PreferencesIn(Schema):
    """New preferences; what is left out stays."""

    language: str | None = None
    is_text_large: bool | None = None
    is_data_low: bool | None = None
    theme: str | None = None


class StandingOut(Schema):
    """An organisation the person belongs to."""

    organisation_id: UUID
    organisation_name: str
    kind: str
    role: str
    is_closed: bool
    since: datetime


class ActingIn(Schema):
    """For which organisation to act in this browser; null for nobody but oneself."""

    organisation_id: UUID | None


class OrganisationIn(Schema):
    """A new organisation."""

    kind: str
    name: str
    region_id: UUID | None = None
    introduction: str = ""


class OrganisationOut(Schema):
    """What everybody may know of an organisation."""

    id: UUID
    kind: str
    name: str
    introduction: str
    region_id: UUID | None
    created_at: datetime


class MemberOut(Schema):
    """One membership of an organisation."""

    id: UUID
    person_id: UUID
    name: str
    role: str
    started_at: datetime

    @staticmethod
    def resolve_name(membership: object) -> str:
        """Return the person's name to show."""
        return str(membership.person.display_name)  # type: ignore[attr-defined]


class RoleIn(Schema):
    """A role to give."""

    role: str


class InvitationIn(Schema):
    """Whom to invite: a phone number (E.164), an e-mail address, or neither for a link."""

    role: str
    phone: str = ""
    email: str = ""
    places: int = 1


class InvitationOut(Schema):
    """An invitation with its link."""

    id: UUID
    role: str
    places: int
    places_taken: int
    expires_at: datetime
    link: str = ""


class HelpFirstOut(Schema):
    """Who says that a region is to be helped first, and since when."""

    programme: str
    source: str
    year: int


class RegionOut(Schema):
    """A region: codes, the names that are known, its point (decimal degrees) and marks; unknown is null or empty."""

    country: str
    code: str
    iso_code: str
    former_codes: list[str]
    level: str
    path: str
    name_ko: str
    name_zh: str
    name_en: str
    is_name_en_romanised: bool
    latitude: Decimal | None
    longitude: Decimal | None
    coordinates_source: str
    population: int | None
    population_source: str
    source: str
    is_current: bool
    help_first: list[HelpFirstOut] = Field(alias="marks")
