"""Why an entry, a vote or a contest is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import NotFound, Refusal


class EntryNotFound(NotFound):
    """No such entry in this contest."""

    code = "contest_entry_not_found"
    sentence = _("We could not find this entry.")


class NotAContest(Refusal):
    """The show is no contest."""

    code = "not_a_contest"
    sentence = _("This show is no contest.")


class VotingNotOpen(Refusal):
    """The organiser has not opened the voting."""

    code = "voting_not_open"
    sentence = _("The voting has not begun yet.")


class VotesGiven(Refusal):
    """The voting stays open once somebody has voted."""

    code = "votes_given"
    sentence = _("Somebody has voted already. The voting stays open until you close it.")


class ResultOpen(Refusal):
    """Nobody is told who has how many votes before the end."""

    code = "result_open"
    sentence = _("The result is told when the voting is closed.")


class NoEntries(Refusal):
    """There is nothing to choose from."""

    code = "no_entries"
    sentence = _("Nobody takes part yet, so there is nothing to vote for.")


class VotingClosed(Refusal):
    """The organiser closed the voting."""

    code = "voting_closed"
    sentence = _("The voting is closed.")


class EntriesClosed(Refusal):
    """Entries come before the voting is opened."""

    code = "entries_closed"
    sentence = _("No more entries can be brought to this contest.")


class EnteredAlready(Refusal):
    """One entry a person."""

    code = "entered_already"
    sentence = _("You have an entry in this contest already.")


class OwnEntry(Refusal):
    """Nobody votes for what is their own."""

    code = "own_entry"
    sentence = _("You cannot vote for your own entry.")
