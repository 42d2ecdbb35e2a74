"""Why a wish to take something down, or an objection to it, is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class TakedownNotFound(NotFound):
    """No such wish."""

    code = "takedown_not_found"
    sentence = _("We could not find this request.")


class ReasonMissing(BadInput):
    """Why, in a few words."""

    code = "stage_reason_missing"
    sentence = _("Please say why in a few words.")


class TakedownDecided(Refusal):
    """The wish was decided."""

    code = "takedown_decided"
    sentence = _("This request was decided already.")


class TakedownOpen(Refusal):
    """The wish waits for its first decision."""

    code = "takedown_open"
    sentence = _("This request was not decided yet.")


class NotTakenDown(Refusal):
    """Nothing was taken down, so there is nothing to object to."""

    code = "not_taken_down"
    sentence = _("This was not taken down, or it is shown again.")


class ObjectionOpen(Refusal):
    """One objection at a time."""

    code = "objection_open"
    sentence = _("We have your words already and look at them.")


class TooManyObjections(Refusal):
    """Staff look at a matter a few times, and not for ever."""

    code = "too_many_objections"
    sentence = _("We have looked at this %(max)s times. It stays as it was decided.")
