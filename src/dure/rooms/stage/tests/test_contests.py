"""Contests: one entry and one vote a person, results that add up, and an end that stands."""

from datetime import timedelta

import pytest

from dure.events.stage import VotingClosed
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Vote
from dure.rooms.stage.queries.contests import contest_of
from dure.rooms.stage.schemas import EntryOut
from dure.rooms.stage.services import contests

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(farm):
    """A singing contest of the farm."""
    return factories.make_show(
        organisation_id=farm.id, kind="gathering", is_contest=True, title="Who sings best?", starts_in=timedelta(days=2)
    )


def test_people_enter_vote_and_change_their_vote(contest, viewer, dee, host, announced) -> None:
    """Counts add up, and the one with most votes is announced when the organiser closes."""
    clip = factories.make_clip(person_id=viewer.person_id)
    first = contests.enter(by=viewer, show_id=contest.id, title="Arirang", clip_id=clip.id)
    second = contests.enter(by=people.actor_of(dee), show_id=contest.id, title="Doraji")
    voter = people.actor_of(people.make_person())
    contests.vote(by=voter, show_id=contest.id, entry_id=first.id)
    contests.vote(by=voter, show_id=contest.id, entry_id=second.id)
    contests.vote(by=viewer, show_id=contest.id, entry_id=second.id)
    found = contest_of(show=contest, person_id=voter.person_id)
    assert [EntryOut.of(each).votes for each in found.entries] == [None, None], "nobody follows the others"
    assert (found.votes, found.chosen_id, found.best) == (2, second.id, [])
    contests.close_voting(by=host, show_id=contest.id)
    contests.close_voting(by=host, show_id=contest.id)
    assert [each.entry_ids for each in announced.all(VotingClosed)] == [(str(second.id),)]
    contest.refresh_from_db()
    found = contest_of(show=contest, person_id=None)
    assert [(each.title, EntryOut.of(each).votes) for each in found.entries] == [("Doraji", 2), ("Arirang", 0)]
    assert found.best == [second]


def test_a_tie_is_told_as_one_and_nobody_wins_where_nobody_voted(contest, viewer, dee, host, client) -> None:
    """The page says who shares the first place; without a vote nobody is first."""
    first = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    second = contests.enter(by=people.actor_of(dee), show_id=contest.id, title="Doraji")
    for entry in (first, second):
        contests.vote(by=people.actor_of(people.make_person()), show_id=contest.id, entry_id=entry.id)
    contests.close_voting(by=host, show_id=contest.id)
    contest.refresh_from_db()
    assert contest_of(show=contest, person_id=None).best == [first, second]
    page = client.get(f"/live/{contest.id}/contest/", headers={"accept-language": "en"}).content.decode()
    assert "A tie: 2 entries have equally many votes." in page
    Vote.objects.all().delete()
    assert contest_of(show=contest, person_id=None).best == []


def test_nothing_changes_after_the_voting_is_closed(contest, viewer, dee, host, trace) -> None:
    """No entry, no vote, no taking back."""
    entry = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    voter = people.actor_of(dee)
    contests.vote(by=voter, show_id=contest.id, entry_id=entry.id)
    contests.close_voting(by=host, show_id=contest.id)
    before = trace()
    with pytest.raises(errors.EntriesClosed):
        contests.enter(by=voter, show_id=contest.id, title="Late")
    for verb in (
        lambda: contests.vote(by=voter, show_id=contest.id, entry_id=entry.id),
        lambda: contests.take_vote_back(by=voter, show_id=contest.id),
        lambda: contests.withdraw_entry(by=viewer, show_id=contest.id, entry_id=entry.id),
    ):
        with pytest.raises(errors.VotingClosed):
            verb()
    assert trace() == before


def test_what_may_not_be_is_refused(contest, show, viewer, host, dee, trace) -> None:
    """Twice, for oneself, by nobody, elsewhere, with an unready or foreign clip; and only hosts close."""
    entry = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    unready = factories.make_clip(person_id=dee.id)
    type(unready).objects.filter(id=unready.id).update(status="working")
    other = people.actor_of(dee)
    before = trace()
    refused = [
        (errors.EnteredAlready, lambda: contests.enter(by=viewer, show_id=contest.id, title="Again")),
        (errors.OwnEntry, lambda: contests.vote(by=viewer, show_id=contest.id, entry_id=entry.id)),
        (NotSignedIn, lambda: contests.vote(by=STRANGER, show_id=contest.id, entry_id=entry.id)),
        (NotSignedIn, lambda: contests.enter(by=STRANGER, show_id=contest.id, title="Me")),
        (errors.NotAContest, lambda: contests.enter(by=viewer, show_id=show.id, title="Here")),
        (errors.EntryNotFound, lambda: contests.vote(by=other, show_id=contest.id, entry_id=contest.id)),
        (errors.TitleMissing, lambda: contests.enter(by=other, show_id=contest.id, title="")),
        (errors.ClipNotReady, lambda: contests.enter(by=other, show_id=contest.id, title="A", clip_id=unready.id)),
        (errors.NotTheHost, lambda: contests.close_voting(by=viewer, show_id=contest.id)),
        (errors.NotTheHost, lambda: contests.withdraw_entry(by=other, show_id=contest.id, entry_id=entry.id)),
    ]
    for reason, verb in refused:
        with pytest.raises(reason):
            verb()
    assert trace() == before


def test_a_withdrawn_entry_frees_its_votes(contest, viewer, dee) -> None:
    """Who chose it may choose again, and who brought it may enter again."""
    entry = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    contests.vote(by=people.actor_of(dee), show_id=contest.id, entry_id=entry.id)
    contests.withdraw_entry(by=viewer, show_id=contest.id, entry_id=entry.id)
    assert not Vote.objects.exists()
    contests.enter(by=viewer, show_id=contest.id, title="Doraji")
    contests.take_vote_back(by=people.actor_of(dee), show_id=contest.id)
