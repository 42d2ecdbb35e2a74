"""What the trust room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class VerificationAsked:
    """Somebody asked to have a subject such as `merchant:<uuid>` verified, or brought what was missing."""

    subject: ClassVar[str] = "trust.verification_asked"
    of: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class VerificationDecided:
    """Staff decided about a subject: approved, refused, more_papers, or waiting (an earlier decision was undone)."""

    subject: ClassVar[str] = "trust.verification_decided"
    of: str
    organisation_id: str
    outcome: str
    reason: str
