"""Verifications: what holds, what waits, and how it came to be."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.models import Decision, Paper, Status, Verification


def is_verified(*, subject: str) -> bool:
    """Whether staff found a subject to be what it says, and the decision stands."""
    return subject in verified_among(subjects=[subject])


def verified_among(*, subjects: Iterable[str]) -> set[str]:
    """Return those of some subjects that are verified, in one query."""
    wanted = set(subjects)
    if not wanted:
        return set()
    found = Verification.objects.filter(subject__in=wanted, status=Status.APPROVED)
    return set(found.values_list("subject", flat=True))


def by_subject(*, subject: str) -> Verification | None:
    """Return the verification of a subject, with its papers and decisions, if one was ever asked for."""
    return _whole().filter(subject=subject).first()


def by_subjects(*, subjects: Iterable[str]) -> list[Verification]:
    """Return the verifications of some subjects, without papers and decisions, in one query."""
    return list(Verification.objects.filter(subject__in=list(subjects)))


def verification(*, verification_id: UUID, by: Actor) -> Verification:
    """Return one verification with its papers and decisions, to staff and to the organisation's own people."""
    found = _whole().filter(id=verification_id).first()
    if found is None:
        raise NotFound
    demand_role(by=by, organisation_id=found.organisation_id, least=Role.MEMBER)
    return found


def verification_of(*, verification_id: UUID, organisation_id: UUID) -> Verification:
    """Return one of an organisation's own verifications; NotFound for anybody else's."""
    found = _whole().filter(id=verification_id, organisation_id=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def queue(*, status: str = Status.WAITING) -> QuerySet[Verification]:
    """Return the verifications of one status: those that wait, longest first; decided ones, newest first."""
    found = Verification.objects.filter(status=status).select_related("organisation__region").prefetch_related("papers")
    return found.order_by("waiting_since", "-asked_at", "id")


def waiting_count() -> int:
    """How many verifications wait for staff."""
    return Verification.objects.filter(status=Status.WAITING).count()


def paper(*, paper_id: UUID, by: Actor) -> Paper:
    """Return a paper to staff and to the organisation's own people; NotFound to anybody else."""
    found = Paper.objects.select_related("verification").filter(id=paper_id).first()
    if found is None:
        raise NotFound
    demand_role(by=by, organisation_id=found.verification.organisation_id, least=Role.MEMBER)
    return found


def decision_in_force(found: Verification) -> Decision | None:
    """Return the latest decision that was not undone and is no undoing itself."""
    undone = {each.undoes_id for each in found.decisions.all()}
    standing = [each for each in found.decisions.all() if each.undoes_id is None and each.id not in undone]
    return standing[-1] if standing else None


def _whole() -> QuerySet[Verification]:
    return Verification.objects.select_related("organisation", "asked_by").prefetch_related(
        "papers", "decisions__decided_by"
    )
