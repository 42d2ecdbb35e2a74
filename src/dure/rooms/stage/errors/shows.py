"""Why a show, its calendar, its beginning or a reminder of it is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class ShowNotFound(NotFound):
    """No such show."""

    code = "show_not_found"
    sentence = _("We could not find this show.")


class TitleMissing(BadInput):
    """A show, cue, clip or entry has a title."""

    code = "stage_title_missing"
    sentence = _("Please give it a title.")


class TextTooLong(BadInput):
    """A text is longer than what is kept."""

    code = "stage_text_too_long"
    sentence = _("That is too long: at most %(max)s characters.")


class ShowTooSoon(BadInput):
    """A show starts in the future."""

    code = "show_in_the_past"
    sentence = _("Please choose a time that lies ahead.")


class ShowTooFar(BadInput):
    """A show starts within a year."""

    code = "show_too_far"
    sentence = _("Please choose a time within a year.")


class BadShowLength(BadInput):
    """How long a show may be planned."""

    code = "show_length"
    sentence = _("A show lasts from %(least)s to %(most)s minutes.")


class LanguageUnknown(BadInput):
    """At least one language, of those the house speaks."""

    code = "show_language"
    sentence = _("Please choose at least one of the languages.")


class ShowsOverlap(Refusal):
    """The host has another show at that time."""

    code = "shows_overlap"
    sentence = _("You have another show at that time: “%(title)s”.")


class ShowOver(Refusal):
    """The show ended or was cancelled."""

    code = "show_over"
    sentence = _("This show is over.")


class ShowAlreadyLive(Refusal):
    """The show is on air."""

    code = "show_already_live"
    sentence = _("This show is on air already.")


class ShowNotLive(Refusal):
    """The show is not on air."""

    code = "show_not_live"
    sentence = _("This show is not on air.")


class StartTooEarly(Refusal):
    """A show goes on air some time before its hour at the earliest."""

    code = "start_too_early"
    sentence = _("You can go live from %(minutes)s minutes before the planned time. Change the time to start sooner.")


class ConsentMissing(Refusal):
    """Nobody said yet that all in the picture agree."""

    code = "recording_consent_missing"
    sentence = _("Please confirm first that everybody in the picture agrees to be recorded.")


class ConsentNotGiven(BadInput):
    """The box was not ticked."""

    code = "recording_consent_not_given"
    sentence = _("Please tick that everybody in the picture agrees.")


class PreflightFailed(Refusal):
    """Camera, microphone or network are not ready."""

    code = "preflight_failed"
    sentence = _("Not everything is ready yet: %(missing)s.")


class CamerasUnknown(Refusal):
    """What speaks with programs and cameras (WHIP) is not installed here."""

    code = "whip_missing"
    sentence = _("This house takes no programs or cameras yet. Please film with the telephone.")


class OrganisationClosed(Refusal):
    """A closed organisation hosts nothing."""

    code = "host_closed"
    sentence = _("This organisation is closed.")


class ReminderTooLate(Refusal):
    """The show starts before the reminder would come."""

    code = "reminder_too_late"
    sentence = _("The show starts too soon for a reminder.")


class BadReminder(BadInput):
    """How long before a reminder may come."""

    code = "reminder_minutes"
    sentence = _("A reminder comes from %(least)s to %(most)s minutes before.")


class ThanksMissing(BadInput):
    """Thanks, in a few words."""

    code = "stage_thanks_missing"
    sentence = _("Please write a few words of thanks.")
