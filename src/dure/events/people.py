"""What the people room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class PersonJoined:
    """Somebody proved a phone number or e-mail address, or was brought in, and is now a person of the house."""

    subject: ClassVar[str] = "people.person_joined"
    person_id: str
    language: str


@dataclass(frozen=True, kw_only=True)
class PersonErased:
    """A person's name and credentials are gone; records keep pointing at the nameless row."""

    subject: ClassVar[str] = "people.person_erased"
    person_id: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """A person agreed to a version of a matter."""

    subject: ClassVar[str] = "people.consent_given"
    person_id: str
    matter: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn:
    """A person took a consent back."""

    subject: ClassVar[str] = "people.consent_withdrawn"
    person_id: str
    matter: str


@dataclass(frozen=True, kw_only=True)
class OrganisationFounded:
    """An organisation exists, with its first owner."""

    subject: ClassVar[str] = "people.organisation_founded"
    organisation_id: str
    kind: str
    founder_id: str


@dataclass(frozen=True, kw_only=True)
class OrganisationClosed:
    """An organisation stopped."""

    subject: ClassVar[str] = "people.organisation_closed"
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class OrganisationReopened:
    """A stopped organisation goes on."""

    subject: ClassVar[str] = "people.organisation_reopened"
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class MembershipStarted:
    """A person acts for an organisation in a role from now on."""

    subject: ClassVar[str] = "people.membership_started"
    person_id: str
    organisation_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded:
    """A person no longer acts for an organisation in a role."""

    subject: ClassVar[str] = "people.membership_ended"
    person_id: str
    organisation_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class MandateGranted:
    """The people of one organisation may act for another from now on."""

    subject: ClassVar[str] = "people.mandate_granted"
    mandate_id: str
    organisation_id: str
    helper_organisation_id: str


@dataclass(frozen=True, kw_only=True)
class MandateRevoked:
    """One organisation no longer acts for another."""

    subject: ClassVar[str] = "people.mandate_revoked"
    mandate_id: str
    organisation_id: str
    helper_organisation_id: str
