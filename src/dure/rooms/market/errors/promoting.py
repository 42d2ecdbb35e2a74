"""Why promoting somebody's goods, or a programme for it, is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Refusal


class ProgrammeWrong(BadInput):
    """Terms of a programme that cannot be: a commission or window out of bounds, an end before the beginning."""

    code = "programme_wrong"
    sentence = _("Please look at the terms again: up to 30 percent, up to 30 days, and an end after the beginning.")


class ProgrammeNotFound(NotFound):
    """There is no such programme, or not of this seller."""

    code = "programme_not_found"
    sentence = _("We could not find this programme.")


class ProgrammeOver(Refusal):
    """The programme has ended, or a like one is under way."""

    code = "programme_over"
    sentence = _("This programme has ended.")


class ProgrammeThere(Refusal):
    """There is a programme for the same goods."""

    code = "programme_there"
    sentence = _("There is a programme for this already. Change it, or end it first.")


class ProgrammePaused(Refusal):
    """The programme does not run now."""

    code = "programme_not_running"
    sentence = _("This programme is not running now.")


class NotAHost(NotAllowed):
    """Only approved hosts may do it."""

    code = "not_a_host"
    sentence = _("This is for hosts of our network. Please join first.")


class HostSuspended(NotAllowed):
    """A host was suspended."""

    code = "host_suspended"
    sentence = _("You were suspended as a host. On your links' page you see why, and can ask us to look again.")


class HostNotFound(NotFound):
    """There is no such host."""

    code = "host_not_found"
    sentence = _("We could not find this host.")


class HostNotThere(Refusal):
    """What is asked does not fit where the host stands."""

    code = "host_not_this_way"
    sentence = _("This cannot be done with where this host stands now.")


class OwnGoods(Refusal):
    """Nobody earns a commission on goods of an own organisation."""

    code = "sellers_own"
    sentence = _("You belong to this seller. Hosts earn on what others sell.")


class NotOfTheProgramme(BadInput):
    """A link leads to something the programme does not pay for."""

    code = "not_of_the_programme"
    sentence = _("The programme does not pay for this.")


class LinkNotFound(NotFound):
    """There is no such link."""

    code = "link_not_found"
    sentence = _("This link leads nowhere. Perhaps it was copied in part.")


class OwnLink(Refusal):
    """A host followed the host's own link."""

    code = "own_link"
    sentence = _("This is your own link. What you buy yourself earns nothing.")


class NothingHeld(Refusal):
    """None of the named orders waits for a decision."""

    code = "nothing_held"
    sentence = _("None of these waits for a decision any more.")


class DecisionUndone(Refusal):
    """A decision was undone before, or its money is gone."""

    code = "decision_undone"
    sentence = _("This decision cannot be undone any more.")


class NotPaidThere(BadInput):
    """A commission can be paid to an own organisation that sells here, or into the wallet."""

    code = "not_paid_there"
    sentence = _("A commission can go to an organisation of yours that sells here, or into your wallet.")
