"""Asking for a verification, bringing papers, deciding, and undoing a wrong decision."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.events.trust import VerificationAsked, VerificationDecided
from dure.kernel.clock import now
from dure.kernel.errors import BadInput, NotAllowed, NotFound
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.kernel.pictures import Picture, keep
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.errors import NothingToUndo, NotWaiting, PaperAlreadyThere, ReasonMissing, TooManyPapers
from dure.rooms.trust.models import Decision, Outcome, Paper, PaperKind, Status, Verification
from dure.rooms.trust.queries.verifications import decision_in_force

PAPERS_MAX = 12
DECIDABLE = (Status.WAITING, Status.MORE_PAPERS)


@transaction.atomic
def ask(*, by: Actor, subject: str, organisation_id: UUID, note: str = "") -> Verification:
    """Put a subject such as `merchant:<uuid>` into the queue; one that is known already is returned as it stands."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    moment = now()
    found, is_new = Verification.objects.get_or_create(
        subject=subject,
        defaults={
            "organisation_id": organisation_id,
            "note": note.strip()[:500],
            "asked_at": moment,
            "asked_by_id": by.person_id,
            "waiting_since": moment,
        },
    )
    if found.organisation_id != organisation_id:
        raise NotFound
    if is_new:
        announce(VerificationAsked(of=subject, organisation_id=str(organisation_id)))
    return found


@transaction.atomic
def ask_again(*, by: Actor, verification_id: UUID, note: str = "") -> Verification:
    """Put a refused subject, or one whose papers were asked for, back into the queue."""
    found = _locked(verification_id)
    demand_role(by=by, organisation_id=found.organisation_id, least=Role.MEMBER)
    if found.status not in (Status.REFUSED, Status.MORE_PAPERS):
        raise NotWaiting
    if note.strip():
        found.note = note.strip()[:500]
    return _back_into_queue(found)


@transaction.atomic
def add_paper(*, by: Actor, verification_id: UUID, kind: str, picture: Picture) -> Paper:
    """Keep a photographed paper; what waited for papers goes back into the queue."""
    found = _locked(verification_id)
    demand_role(by=by, organisation_id=found.organisation_id, least=Role.MEMBER)
    if kind not in PaperKind.values:
        raise BadInput(fields={"kind": [kind]})
    digest = hashlib.sha256(picture.files["large.webp"]).hexdigest()
    if found.papers.filter(digest=digest).exists():
        raise PaperAlreadyThere
    if found.papers.count() >= PAPERS_MAX:
        raise TooManyPapers(retry_after_s=86_400)
    paper = Paper.objects.create(
        verification=found,
        kind=kind,
        picture=keep(picture, folder="papers"),
        digest=digest,
        added_at=now(),
        added_by_id=by.person_id,
    )
    if found.status == Status.MORE_PAPERS:
        _back_into_queue(found)
    return paper


@transaction.atomic
def decide(*, by: Actor, verification_id: UUID, outcome: str, reason: str = "") -> Decision:
    """Approve, refuse or ask for more papers; all but an approval says why. Only what waits can be decided."""
    if not by.is_staff:
        raise NotAllowed
    if outcome not in (Outcome.APPROVED, Outcome.REFUSED, Outcome.MORE_PAPERS):
        raise BadInput(fields={"outcome": [outcome]})
    if outcome != Outcome.APPROVED and not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.sentence)]})
    found = _locked(verification_id)
    if found.status not in DECIDABLE:
        raise NotWaiting
    return _write(found, by=by, outcome=outcome, reason=reason)


@transaction.atomic
def approve_many(*, by: Actor, verification_ids: Sequence[UUID], reason: str = "") -> list[Decision]:
    """Approve several at once: all of them, or none where one cannot be approved."""
    return [
        decide(by=by, verification_id=verification_id, outcome=Outcome.APPROVED, reason=reason)
        for verification_id in sorted(set(verification_ids))
    ]


@transaction.atomic
def undo(*, by: Actor, verification_id: UUID, reason: str) -> Decision:
    """Undo the decision that stands by a new one: the subject waits in the queue again, and everybody sees why."""
    if not by.is_staff:
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing(fields={"reason": [str(ReasonMissing.sentence)]})
    found = _locked(verification_id)
    wrong = decision_in_force(found)
    if wrong is None or found.status == Status.WAITING:
        raise NothingToUndo
    return _write(found, by=by, outcome=Outcome.WAITING, reason=reason, undoes=wrong)


def _write(found: Verification, *, by: Actor, outcome: str, reason: str, undoes: Decision | None = None) -> Decision:
    moment = now()
    found.status = outcome
    found.waiting_since = moment if outcome == Outcome.WAITING else None
    found.save(update_fields=["status", "waiting_since"])
    said = reason.strip()[:500]
    announce(
        VerificationDecided(of=found.subject, organisation_id=str(found.organisation_id), outcome=outcome, reason=said)
    )
    return Decision.objects.create(
        verification=found, outcome=outcome, reason=said, undoes=undoes, decided_at=moment, decided_by_id=by.person_id
    )


def _back_into_queue(found: Verification) -> Verification:
    found.status, found.waiting_since = Status.WAITING, now()
    found.save(update_fields=["status", "waiting_since", "note"])
    announce(VerificationAsked(of=found.subject, organisation_id=str(found.organisation_id)))
    return found


def _locked(verification_id: UUID) -> Verification:
    found = Verification.objects.select_for_update().filter(id=verification_id).first()
    if found is None:
        raise NotFound
    return found
