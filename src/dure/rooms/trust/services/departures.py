"""What happens here when a person leaves: what is decided stays, the papers that showed it go."""

from functools import partial
from uuid import UUID

from django.db import transaction

from dure.kernel.pictures import discard
from dure.rooms.trust.models import Paper, Status, Verification

DECIDED = (Status.APPROVED, Status.REFUSED)


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Remove the pictures of papers a person brought for what is decided, and the words they asked with.

    Kind and fingerprint of a paper stay beside the decision; what still waits keeps its papers, others answer for it.
    """
    papers = Paper.objects.filter(added_by_id=person_id, verification__status__in=DECIDED).exclude(picture="")
    keys = list(papers.values_list("picture", flat=True))
    papers.update(picture="")
    Verification.objects.filter(asked_by_id=person_id, status__in=DECIDED).update(note="")
    for key in keys:
        transaction.on_commit(partial(discard, key=key))
