"""Contests."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.stage.queries.contests import contest_of
from dure.rooms.stage.queries.shows import show_of
from dure.rooms.stage.schemas.contests import ContestOut, EntryIn, EntryOut, VoteIn
from dure.rooms.stage.services import contests

router = Router(tags=["stage"])
CONTEST = "/shows/{uuid:show_id}/contest"


@router.get(CONTEST, response=ContestOut, operation_id="contest")
def contest(request: DureRequest, show_id: UUID) -> ContestOut:
    """Every entry with its votes, and whom one chose."""
    return _contest(request, show_id)


@router.post(f"{CONTEST}/entries", response={201: EntryOut}, operation_id="enter")
@decorate_view(idempotent)
def enter(request: DureRequest, show_id: UUID, body: EntryIn) -> Status[EntryOut]:
    """Bring something to a contest."""
    return Status(201, EntryOut.of(contests.enter(by=request.actor, show_id=show_id, **body.dict())))


@router.delete(f"{CONTEST}/entries/{{uuid:entry_id}}", response={204: None}, operation_id="withdraw_entry")
@decorate_view(idempotent)
def withdraw_entry(request: DureRequest, show_id: UUID, entry_id: UUID) -> Status[None]:
    """Take an entry back."""
    contests.withdraw_entry(by=request.actor, show_id=show_id, entry_id=entry_id)
    return Status(204, None)


@router.delete(f"{CONTEST}/entries/{{uuid:entry_id}}/withdrawal", response=EntryOut, operation_id="put_back_entry")
@decorate_view(idempotent)
def put_back_entry(request: DureRequest, show_id: UUID, entry_id: UUID) -> EntryOut:
    """Let an entry that a host took out take part again."""
    return EntryOut.of(contests.put_back_entry(by=request.actor, show_id=show_id, entry_id=entry_id))


@router.post(f"{CONTEST}/voting", response=ContestOut, operation_id="open_voting")
@decorate_view(idempotent)
def open_voting(request: DureRequest, show_id: UUID) -> ContestOut:
    """End the entries and begin the voting."""
    contests.open_voting(by=request.actor, show_id=show_id)
    return _contest(request, show_id)


@router.delete(f"{CONTEST}/voting", response=ContestOut, operation_id="take_opening_back")
@decorate_view(idempotent)
def take_opening_back(request: DureRequest, show_id: UUID) -> ContestOut:
    """Take entries again instead of votes, as long as nobody has voted."""
    contests.take_opening_back(by=request.actor, show_id=show_id)
    return _contest(request, show_id)


@router.put(f"{CONTEST}/vote", response=ContestOut, operation_id="vote")
@decorate_view(idempotent)
def vote(request: DureRequest, show_id: UUID, body: VoteIn) -> ContestOut:
    """Choose an entry."""
    contests.vote(by=request.actor, show_id=show_id, entry_id=body.entry_id)
    return _contest(request, show_id)


@router.delete(f"{CONTEST}/vote", response=ContestOut, operation_id="take_vote_back")
@decorate_view(idempotent)
def take_vote_back(request: DureRequest, show_id: UUID) -> ContestOut:
    """Choose nobody after all."""
    contests.take_vote_back(by=request.actor, show_id=show_id)
    return _contest(request, show_id)


@router.post(f"{CONTEST}/end", response=ContestOut, operation_id="close_voting")
@decorate_view(idempotent)
def close_voting(request: DureRequest, show_id: UUID) -> ContestOut:
    """End the voting for good."""
    contests.close_voting(by=request.actor, show_id=show_id)
    return _contest(request, show_id)


def _contest(request: DureRequest, show_id: UUID) -> ContestOut:
    show = show_of(show_id=show_id, by=request.actor)
    found = contest_of(show=show, person_id=request.actor.person_id)
    return ContestOut(
        is_voting=show.is_voting,
        is_closed=show.voting_closed_at is not None,
        votes=found.votes,
        chosen=found.chosen_id,
        entries=[EntryOut.of(each) for each in found.entries],
    )
