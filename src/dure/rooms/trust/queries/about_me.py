"""What trust knows about one person, for their own file: reads."""

from collections.abc import Iterator
from uuid import UUID

from dure.rooms.trust.models import Paper, Verification


def verifications_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return what a person asked to have verified."""
    fields = ("subject", "organisation__name", "status", "note", "asked_at")
    yield from Verification.objects.filter(asked_by_id=person_id).order_by("id").values(*fields)


def papers_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the papers a person brought, with where their pictures are seen as long as they are kept."""
    for paper in Paper.objects.filter(added_by_id=person_id).select_related("verification").order_by("id"):
        yield {
            "subject": paper.verification.subject,
            "kind": paper.kind,
            "added_at": paper.added_at,
            "picture": f"/trust/papers/{paper.id}/large.webp" if paper.picture else "",
        }
