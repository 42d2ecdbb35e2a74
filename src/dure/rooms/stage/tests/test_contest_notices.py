"""What contests tell: each thing once, to those it concerns, and nothing where a host was refused."""

from datetime import timedelta

import pytest

from dure.kernel.http import Actor
from dure.rooms.inbox import factories as inbox
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Show
from dure.rooms.stage.services import contests
from dure.rooms.stage.services.contest_notices import tell_back, tell_closed, tell_opened, tell_withdrawn
from dure.rooms.stage.services.reminders import remind_me

pytestmark = pytest.mark.django_db

OPEN, RESULT = "“Who sings best?”: the voting has begun", "“Who sings best?”: the result is there"
FIRST, FREE = "You have most votes in “Who sings best?”", "“Doraji”, which you voted for, takes part no more"


@pytest.fixture
def contest(farm) -> Show:
    """A singing contest of the farm."""
    return factories.make_show(
        organisation_id=farm.id, kind="gathering", is_contest=True, title="Who sings best?", starts_in=timedelta(days=2)
    )


@pytest.fixture
def singer() -> Actor:
    """Somebody who takes part."""
    return people.actor_of(people.make_person(name="Singer", language="en"))


@pytest.fixture
def voter() -> Actor:
    """Somebody who votes."""
    return people.actor_of(people.make_person(name="Voter", language="en"))


def enter(contest, by, title="Doraji"):
    """Bring an entry."""
    return contests.enter(by=by, show_id=contest.id, title=title)


def told() -> set[tuple[object, str]]:
    """Who was told what, as a set; that nothing was told twice is looked at too."""
    found = [(each.person_id, each.title) for each in inbox.notifications()]
    assert len(found) == len(set(found))
    return set(found)


def test_that_votes_are_taken_is_told_once_to_who_takes_part_or_wished_to_come(contest, singer, voter, viewer) -> None:
    """Not to who took their entry back, and not to the hosts."""
    enter(contest, singer)
    entry = enter(contest, viewer, "Arirang")
    contests.withdraw_entry(by=viewer, show_id=contest.id, entry_id=entry.id)
    remind_me(by=voter, show_id=contest.id)
    for _time in range(2):
        tell_opened(show=contest)
    assert told() == {(singer.person_id, OPEN), (voter.person_id, OPEN)}
    assert {each.link for each in inbox.notifications()} == {f"/live/{contest.id}/contest/"}


def test_the_first_hears_of_the_first_place_and_the_others_that_the_result_is_there(
    contest, singer, voter, viewer, host
) -> None:
    """Once each: who is first and voted too hears only that they are first."""
    best, second = enter(contest, singer), enter(contest, viewer, "Arirang")
    contests.open_voting(by=host, show_id=contest.id)
    contests.vote(by=voter, show_id=contest.id, entry_id=best.id)
    contests.vote(by=singer, show_id=contest.id, entry_id=second.id)
    before = told()
    for _time in range(2):
        tell_closed(show=contest, winners=[best.id])
    assert told() - before == {(singer.person_id, FIRST), (viewer.person_id, RESULT), (voter.person_id, RESULT)}
    note = inbox.notifications(person_id=singer.person_id)[-1]
    assert note.body == "Congratulations! See the whole result."


def test_who_shares_the_first_place_is_told_so_and_without_a_vote_nobody_is_first(contest, singer, viewer) -> None:
    """The words of a tie are not those of one who is alone."""
    entries = [enter(contest, singer), enter(contest, viewer, "Arirang")]
    other = factories.make_show(
        organisation_id=contest.organisation_id, kind="gathering", is_contest=True, title="Who dances?",
        starts_in=timedelta(days=9),
    )  # fmt: skip
    enter(other, singer)
    tell_closed(show=contest, winners=[each.id for each in entries])
    assert told() == {(singer.person_id, FIRST), (viewer.person_id, FIRST)}
    assert {each.body for each in inbox.notifications()} == {
        "Congratulations! You share the first place. See the whole result."
    }
    before = told()
    tell_closed(show=other, winners=[])
    assert told() - before == {(singer.person_id, "“Who dances?”: the result is there")}


@pytest.mark.parametrize(
    ("why", "body"), [("It is no song", "It is no song"), ("", "The hosts took it out. Ask them why, if you wish.")]
)
def test_who_brought_what_a_host_takes_out_reads_why_and_its_voters_that_they_are_free(
    contest, singer, voter, viewer, host, why, body
) -> None:
    """Only those who chose it; why is not theirs to read."""
    entry = enter(contest, singer)
    enter(contest, viewer, "Arirang")
    entry.withdrawn_by, entry.withdrawn_why = host.person_id, why
    tell_withdrawn(entry=entry, voters=[voter.person_id])
    out = "Your entry “Doraji” was taken out of the contest"
    assert told() == {(singer.person_id, out), (voter.person_id, FREE)}
    assert [each.body for each in inbox.notifications(person_id=singer.person_id)] == [body]
    assert [each.body for each in inbox.notifications(person_id=voter.person_id)] == [
        "Your vote is free again. You may choose another entry."
    ]


def test_who_takes_their_own_entry_back_is_not_told_and_who_chose_it_is(contest, singer, voter) -> None:
    """They know."""
    entry = enter(contest, singer)
    entry.withdrawn_by = singer.person_id
    tell_withdrawn(entry=entry, voters=[voter.person_id])
    assert told() == {(voter.person_id, FREE)}


def test_that_an_entry_takes_part_again_is_told_to_who_brought_it(contest, singer, voter, viewer) -> None:
    """To nobody else."""
    entry = enter(contest, singer)
    enter(contest, viewer, "Arirang")
    remind_me(by=voter, show_id=contest.id)
    tell_back(entry=entry)
    assert told() == {(singer.person_id, "Your entry “Doraji” takes part again")}


def test_what_is_refused_is_told_to_nobody(contest, singer, voter, host, trace) -> None:
    """Neither an opening nor an end, nor a taking out and putting back by who may not."""
    entry = enter(contest, singer)
    remind_me(by=voter, show_id=contest.id)
    here = {"by": voter, "show_id": contest.id}
    before = trace()
    for refusal, verb in (
        (errors.NotTheHost, lambda: contests.open_voting(**here)),
        (errors.NotTheHost, lambda: contests.close_voting(**here)),
        (errors.NotTheHost, lambda: contests.withdraw_entry(**here, entry_id=entry.id)),
        (errors.NotTheHost, lambda: contests.put_back_entry(**here, entry_id=entry.id)),
        (errors.VotingNotOpen, lambda: contests.close_voting(by=host, show_id=contest.id)),
        (errors.EntryNotFound, lambda: contests.put_back_entry(by=host, show_id=contest.id, entry_id=entry.id)),
    ):
        with pytest.raises(refusal):
            verb()
    assert trace() == before
    assert told() == set()
