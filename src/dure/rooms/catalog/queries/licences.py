"""The licences a seller may need: held, asked for, or not yet."""

from dataclasses import dataclass
from uuid import UUID

from dure.rooms.catalog.licence_subjects import licence_subject
from dure.rooms.trust.queries import trades, verifications


@dataclass(frozen=True)
class Licence:
    """A licence and how it stands with a seller; status and words are empty where nobody asked."""

    code: str
    name: str
    status: str = ""
    status_words: str = ""
    verification_id: UUID | None = None


def own_licences(*, organisation_id: UUID) -> list[Licence]:
    """Return every licence with how it stands, in one query."""
    subjects = {licence_subject(organisation_id=organisation_id, licence=code): code for code in trades.licences()}
    asked = {subjects[each.subject]: each for each in verifications.by_subjects(subjects=subjects)}
    return [
        Licence(code, name, asked[code].status, asked[code].get_status_display(), asked[code].id)
        if code in asked
        else Licence(code, name)
        for code, name in trades.licences().items()
    ]
