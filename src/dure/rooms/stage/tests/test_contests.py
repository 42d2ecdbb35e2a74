"""Contests: one entry and one vote a person, results that add up, and an end that stands."""

from datetime import timedelta

import pytest

from dure.events.stage import VotingClosed
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.inbox import factories as inbox
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Entry, Vote
from dure.rooms.stage.queries.contests import contest_of
from dure.rooms.stage.schemas.contests import EntryOut
from dure.rooms.stage.services import contests
from dure.rooms.stage.tests.test_pages import browser_of

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
    contests.open_voting(by=host, show_id=contest.id)
    contest.refresh_from_db()
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
    contests.open_voting(by=host, show_id=contest.id)
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
    contests.open_voting(by=host, show_id=contest.id)
    contests.vote(by=voter, show_id=contest.id, entry_id=entry.id)
    contests.close_voting(by=host, show_id=contest.id)
    before = trace()
    with pytest.raises(errors.EntriesClosed):
        contests.enter(by=voter, show_id=contest.id, title="Late")
    for verb in (
        lambda: contests.open_voting(by=host, show_id=contest.id),
        lambda: contests.take_opening_back(by=host, show_id=contest.id),
        lambda: contests.put_back_entry(by=host, show_id=contest.id, entry_id=entry.id),
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
    for verb in (
        lambda: contests.vote(by=other, show_id=contest.id, entry_id=entry.id),
        lambda: contests.take_vote_back(by=other, show_id=contest.id),
        lambda: contests.close_voting(by=host, show_id=contest.id),
    ):
        with pytest.raises(errors.VotingNotOpen):
            verb()
    with pytest.raises(errors.EnteredAlready):
        contests.enter(by=viewer, show_id=contest.id, title="Again")
    with pytest.raises(errors.TitleMissing):
        contests.enter(by=other, show_id=contest.id, title="")
    with pytest.raises(errors.ClipNotReady):
        contests.enter(by=other, show_id=contest.id, title="A", clip_id=unready.id)
    assert trace() == before
    contests.open_voting(by=host, show_id=contest.id)
    before = trace()
    refused = [
        (errors.EntriesClosed, lambda: contests.enter(by=other, show_id=contest.id, title="Late")),
        (errors.OwnEntry, lambda: contests.vote(by=viewer, show_id=contest.id, entry_id=entry.id)),
        (NotSignedIn, lambda: contests.vote(by=STRANGER, show_id=contest.id, entry_id=entry.id)),
        (NotSignedIn, lambda: contests.enter(by=STRANGER, show_id=contest.id, title="Me")),
        (errors.NotAContest, lambda: contests.enter(by=viewer, show_id=show.id, title="Here")),
        (errors.EntryNotFound, lambda: contests.vote(by=other, show_id=contest.id, entry_id=contest.id)),
        (errors.NotTheHost, lambda: contests.open_voting(by=viewer, show_id=contest.id)),
        (errors.NotTheHost, lambda: contests.take_opening_back(by=viewer, show_id=contest.id)),
        (errors.NotTheHost, lambda: contests.close_voting(by=viewer, show_id=contest.id)),
        (errors.NotTheHost, lambda: contests.withdraw_entry(by=other, show_id=contest.id, entry_id=entry.id)),
    ]
    for reason, attempt in refused:
        with pytest.raises(reason):
            attempt()
    assert trace() == before


def test_a_withdrawn_entry_frees_its_votes_and_its_voters_are_told(contest, viewer, host) -> None:
    """Who chose it may choose again; who brought it may enter again until the voting opens."""
    other, voter = (people.actor_of(people.make_person(language="en")) for _person in range(2))
    contests.enter(by=other, show_id=contest.id, title="Arirang")
    entry = contests.enter(by=viewer, show_id=contest.id, title="Doraji")
    contests.withdraw_entry(by=viewer, show_id=contest.id, entry_id=entry.id)
    assert told(viewer.person_id) == [], "who took it back knows"
    entry = contests.enter(by=viewer, show_id=contest.id, title="Doraji again")
    contests.open_voting(by=host, show_id=contest.id)
    contests.vote(by=voter, show_id=contest.id, entry_id=entry.id)
    contests.withdraw_entry(by=viewer, show_id=contest.id, entry_id=entry.id)
    assert not Vote.objects.exists()
    assert told(voter.person_id) == ["“Doraji again”, which you voted for, takes part no more"]
    contests.take_vote_back(by=voter, show_id=contest.id)


def test_the_hosts_open_the_voting_and_may_take_that_back_until_somebody_voted(contest, viewer, dee, host) -> None:
    """An empty contest is not opened; who takes part is told once."""
    with pytest.raises(errors.NoEntries):
        contests.open_voting(by=host, show_id=contest.id)
    entry = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    contests.open_voting(by=host, show_id=contest.id)
    contests.take_opening_back(by=host, show_id=contest.id)
    contests.enter(by=people.actor_of(people.make_person()), show_id=contest.id, title="Doraji")
    contests.open_voting(by=host, show_id=contest.id)
    contests.vote(by=people.actor_of(dee), show_id=contest.id, entry_id=entry.id)
    with pytest.raises(errors.VotesGiven):
        contests.take_opening_back(by=host, show_id=contest.id)
    contest.refresh_from_db()
    assert contest.is_voting
    assert told(viewer.person_id) == ["“Who sings best?”: the voting has begun"]


def test_a_host_takes_an_entry_out_with_a_reason_and_puts_it_back(contest, viewer, dee, host) -> None:
    """Who brought it reads why, hosts see it, nobody else does; it does not come back beside a new one."""
    entry = contests.enter(by=viewer, show_id=contest.id, title="Arirang")
    contests.withdraw_entry(by=host, show_id=contest.id, entry_id=entry.id, why="It is no song")
    assert [each.body for each in inbox.notifications(person_id=viewer.person_id)] == ["It is no song"]
    seen = contest_of(show=contest, person_id=None, is_host=True)
    assert (seen.entries, seen.taken_out) == ([], [entry])
    assert contest_of(show=contest, person_id=dee.id).taken_out == []
    contests.put_back_entry(by=host, show_id=contest.id, entry_id=entry.id)
    assert contest_of(show=contest, person_id=None).entries == [entry]
    contests.withdraw_entry(by=host, show_id=contest.id, entry_id=entry.id)
    contests.enter(by=viewer, show_id=contest.id, title="Another")
    with pytest.raises(errors.EnteredAlready):
        contests.put_back_entry(by=host, show_id=contest.id, entry_id=entry.id)
    own = contests.enter(by=people.actor_of(dee), show_id=contest.id, title="Doraji")
    contests.withdraw_entry(by=people.actor_of(dee), show_id=contest.id, entry_id=own.id)
    with pytest.raises(errors.EntryNotFound):
        contests.put_back_entry(by=host, show_id=contest.id, entry_id=own.id)


def test_a_clip_is_shown_with_its_entry_and_sings_in_two_contests(contest, farm, viewer) -> None:
    """Who takes part shows the clip to everybody; the same song may be brought elsewhere."""
    other = factories.make_show(organisation_id=farm.id, kind="gathering", is_contest=True, starts_in=timedelta(days=9))
    clip = factories.make_clip(person_id=viewer.person_id)
    for each in (contest, other):
        contests.enter(by=viewer, show_id=each.id, title="Arirang", clip_id=clip.id)
    clip.refresh_from_db()
    assert clip.is_shown
    assert Entry.objects.filter(clip=clip).count() == 2


def test_places_are_shared_and_the_podium_stands_where_three_places_have_somebody(contest, host) -> None:
    """Two equal firsts, then a third; nobody without a vote stands on it. The first are told that they are."""
    brought = [
        contests.enter(by=people.actor_of(people.make_person(language="en")), show_id=contest.id, title=title)
        for title in ("One", "Two", "Three", "Four")
    ]
    contests.open_voting(by=host, show_id=contest.id)
    chosen = (brought[0], brought[0], brought[1], brought[1], brought[2])
    voters = [people.make_person(name=f"Voter {number}", language="en") for number in range(len(chosen))]
    for voter, entry in zip(voters, chosen, strict=True):
        contests.vote(by=people.actor_of(voter), show_id=contest.id, entry_id=entry.id)
    contests.close_voting(by=host, show_id=contest.id)
    contest.refresh_from_db()
    found = contest_of(show=contest, person_id=None)
    assert [(each.title, each.place) for each in found.entries] == [("One", 1), ("Two", 1), ("Three", 3), ("Four", 4)]
    assert [each.title for each in found.podium] == ["One", "Two", "Three"]
    assert told(brought[0].person_id)[-1] == "You have most votes in “Who sings best?”"
    assert told(brought[3].person_id)[-1] == "“Who sings best?”: the result is there"
    assert told(voters[-1].id) == ["“Who sings best?”: the result is there"]


def test_the_page_leads_from_entering_to_the_result(contest, viewer, dee, bo, farm) -> None:
    """Each sees what can be done now; hosts export the result, and nobody reads it before the end."""
    page, guest, host = browser_of(dee), browser_of(), browser_of(bo, farm)
    address = f"/live/{contest.id}/contest/"
    reply = page.post(f"{address}entries/", {"title": "", "words": "From my mother"})
    assert reply.status_code == 422
    assert "From my mother" in reply.text
    page.post(f"{address}entries/", {"title": "Arirang"})
    assert "Vote for this" not in guest.get(address).text
    assert "Open the voting" not in page.get(address).text
    host.post(f"{address}voting/", {"as": "open"})
    voter = browser_of(people.make_person())
    assert "Vote for this" in voter.get(address).text
    assert host.get(f"{address}result.csv").status_code == errors.ResultOpen.status
    voter.post(f"{address}vote/", {"entry": str(Entry.objects.get().id)})
    host.post(f"{address}voting/", {"as": "close"})
    assert 'class="votes"' in guest.get(address).text
    file = host.get(f"{address}result.csv").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith('"1","Arirang"')
    assert file.splitlines()[1].endswith('"1"')
    assert page.get(f"{address}result.csv").status_code == 403


def told(person_id) -> list[str]:
    """The titles of what a person was told, the first first."""
    return [each.title for each in inbox.notifications(person_id=person_id)]
