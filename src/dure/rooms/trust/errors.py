"""Why the trust room says no.

* Refusal
  + BannedTrade          nobody may trade in this here
  + LicenceNeeded        only sellers with a licence may
  + NotWaiting           the verification is not in the queue
  + NothingToUndo        no decision stands that could be undone
  + PaperAlreadyThere    this very picture was added before
* BadInput
  + ReasonMissing        a decision against somebody says why
* TooMany
  + TooManyPapers
"""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, Refusal, TooMany


class BannedTrade(Refusal):
    """What is offered may not be traded here by anybody; the facts name the rule and its source."""

    code = "banned_trade"
    sentence = _("“%(matched)s” cannot be offered here. %(rule)s Source: %(source)s.")


class LicenceNeeded(Refusal):
    """What is offered needs a licence the seller has not shown; the facts name the rule and its source."""

    code = "licence_needed"
    sentence = _("“%(matched)s” needs papers: %(licence)s. %(rule)s Source: %(source)s.")


class NotWaiting(Refusal):
    """The verification is decided; undo the decision first."""

    code = "verification_not_waiting"
    sentence = _("This was decided already. Undo that decision first if it was wrong.")


class NothingToUndo(Refusal):
    """No decision stands that could be undone."""

    code = "nothing_to_undo"
    sentence = _("There is no decision to undo.")


class PaperAlreadyThere(Refusal):
    """This very picture was added before."""

    code = "paper_already_there"
    sentence = _("We have this picture already.")


class ReasonMissing(BadInput):
    """A decision against somebody says why."""

    code = "decision_reason_missing"
    sentence = _("Please say why.")


class TooManyPapers(TooMany):
    """A verification takes a bounded number of pictures."""

    code = "too_many_papers"
    sentence = _("That is enough pictures. Please wait for our answer.")
