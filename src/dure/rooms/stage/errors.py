"""Why the stage room says no: one class per reason, each with a stable code."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, Refusal


class ShowNotFound(NotFound):
    """No such show."""

    code = "show_not_found"
    sentence = _("We could not find this show.")


class BroadcastNotFound(NotFound):
    """No such broadcast, or its recording is not for these eyes."""

    code = "broadcast_not_found"
    sentence = _("We could not find this recording.")


class CueNotFound(NotFound):
    """No such line on the run-sheet."""

    code = "cue_not_found"
    sentence = _("This line is not on the run-sheet.")


class MessageNotFound(NotFound):
    """No such message in this show."""

    code = "chat_message_not_found"
    sentence = _("We could not find this message.")


class RestrictionNotFound(NotFound):
    """No such restriction in force."""

    code = "restriction_not_found"
    sentence = _("Nobody is restricted like that.")


class ClipNotFound(NotFound):
    """No such clip, or it is not for these eyes."""

    code = "clip_not_found"
    sentence = _("We could not find this clip.")


class ClipTakenDown(ClipNotFound):
    """Staff took the clip down: only its makers and staff know more."""

    code = "clip_taken_down"
    sentence = _("Our staff took this clip down.")


class RecordingTakenDown(BroadcastNotFound):
    """Staff took the recording down: only its hosts and staff know more."""

    code = "recording_taken_down"
    sentence = _("Our staff took this recording down.")


class EntryNotFound(NotFound):
    """No such entry in this contest."""

    code = "contest_entry_not_found"
    sentence = _("We could not find this entry.")


class TakedownNotFound(NotFound):
    """No such wish."""

    code = "takedown_not_found"
    sentence = _("We could not find this request.")


class HelperNotFound(NotFound):
    """No such helper or second host."""

    code = "helper_not_found"
    sentence = _("This person does not help in this show.")


class HelperLinkNotFound(NotFound):
    """No such link of this show."""

    code = "helper_link_not_found"
    sentence = _("We could not find this link.")


class HelperLinkSpent(Refusal):
    """The link was used or taken back, or its time is over."""

    code = "helper_link_spent"
    sentence = _("This link was used already, or its time is over. Ask the host for a new one.")


class HelperIsHost(Refusal):
    """Hosts need no helper's place in their own show."""

    code = "helper_is_host"
    sentence = _("This person is one of the hosts already.")


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


class NotTheHost(NotAllowed):
    """Only hosts may do this; helpers may keep order and change the screen."""

    code = "not_the_host"
    sentence = _("Only the hosts of this show may do that.")


class NotKeepingOrder(NotAllowed):
    """Only hosts and helpers may do this."""

    code = "not_keeping_order"
    sentence = _("Only the hosts and helpers of this show may do that.")


class NotFilming(NotAllowed):
    """Only hosts and second hosts of this very show film in it."""

    code = "not_filming"
    sentence = _("Only the hosts of this show, and a second host they asked, may film in it.")


class OrganisationClosed(Refusal):
    """A closed organisation hosts nothing."""

    code = "host_closed"
    sentence = _("This organisation is closed.")


class CueKeyTaken(Refusal):
    """The thing is on the run-sheet already."""

    code = "cue_key_taken"
    sentence = _("This is on the run-sheet already.")


class RunSheetFull(Refusal):
    """So many lines at most."""

    code = "run_sheet_full"
    sentence = _("A run-sheet holds at most %(max)s lines.")


class FactsTooLarge(BadInput):
    """The facts of a cue are a few short values."""

    code = "cue_facts_too_large"
    sentence = _("A line shows only a few short facts.")


class NothingNext(Refusal):
    """The run-sheet is at its end."""

    code = "nothing_next"
    sentence = _("The run-sheet is at its end.")


class NothingOnScreen(Refusal):
    """No cue is on the screen."""

    code = "nothing_on_screen"
    sentence = _("Nothing is on the screen.")


class NothingToUndo(Refusal):
    """The last act cannot be undone, or there is none."""

    code = "stage_nothing_to_undo"
    sentence = _("There is nothing to undo.")


class BadSlowMode(BadInput):
    """Slow mode lasts a few seconds or minutes."""

    code = "slow_mode_seconds"
    sentence = _("Please choose between 0 and %(max)s seconds.")


class KeeperNotRestricted(Refusal):
    """Hosts and helpers are not muted or banned."""

    code = "keeper_not_restricted"
    sentence = _("Hosts and helpers cannot be muted or banned. Take the helper's place away first.")


class BadRestriction(BadInput):
    """How long a mute may last."""

    code = "restriction_minutes"
    sentence = _("Please choose between 1 and %(max)s minutes.")


class TooManyWords(BadInput):
    """A list of words has its limit."""

    code = "too_many_banned_words"
    sentence = _("At most %(max)s words, each of %(length)s characters at most.")


class ReminderTooLate(Refusal):
    """The show starts before the reminder would come."""

    code = "reminder_too_late"
    sentence = _("The show starts too soon for a reminder.")


class BadReminder(BadInput):
    """How long before a reminder may come."""

    code = "reminder_minutes"
    sentence = _("A reminder comes from %(least)s to %(most)s minutes before.")


class NoRecording(Refusal):
    """There is no recording to publish or cut from."""

    code = "no_recording"
    sentence = _("There is no recording of this show.")


class ReplayTakenDown(Refusal):
    """Staff took it down."""

    code = "replay_taken_down"
    sentence = _("This recording was taken down. Only our staff can show it again.")


class BadPart(BadInput):
    """What is cut lies within the recording and is short enough."""

    code = "clip_part"
    sentence = _("A clip lasts from %(least)s to %(most)s seconds, within the recording.")


class ClipNotReady(Refusal):
    """The film is still being made, or could not be used."""

    code = "clip_not_ready"
    sentence = _("This clip is not ready yet.")


class FilmTooLarge(BadInput):
    """A film has too many bytes."""

    code = "film_too_large"
    sentence = _("That film is too large: at most %(mb_max)s MB.")


class NotAFilm(BadInput):
    """What was sent does not begin as a film does."""

    code = "not_a_film"
    sentence = _("We could not read that as a film. Please send MP4, MOV or WebM.")


class FilmEmpty(BadInput):
    """A film has at least a byte."""

    code = "film_empty"
    sentence = _("This file is empty. Please choose the film again.")


class SendingNotFound(NotFound):
    """No such film on its way: it was given up, or nobody went on with it for two days."""

    code = "sending_not_found"
    sentence = _("What you began to send is no longer here. Please send it again from the beginning.")


class TooManySendings(Refusal):
    """So many films on their way at most."""

    code = "too_many_sendings"
    sentence = _("You began to send %(max)s films already. Send one of them to its end, or give one up.")


class WrongOffset(Refusal):
    """A piece begins where the ones before it end; the fact `offset` says where."""

    code = "wrong_offset"
    sentence = _("This piece does not follow on what is here.")


class PieceSize(BadInput):
    """A piece has its least and its most, and ends with the film."""

    code = "piece_size"
    sentence = _("A piece has %(kb_least)s to %(kb_most)s KB, the last one what is left.")


class UnknownTus(BadInput):
    """Films are sent as tus 1.0.0 says."""

    code = "tus_version"
    status = 412
    sentence = _("We speak tus 1.0.0 only.")


class NotAPiece(BadInput):
    """A piece comes as plain bytes."""

    code = "piece_kind"
    status = 415
    sentence = _("A piece of a film is sent as application/offset+octet-stream.")


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


class ReasonMissing(BadInput):
    """Why, in a few words."""

    code = "stage_reason_missing"
    sentence = _("Please say why in a few words.")


class ThanksMissing(BadInput):
    """Thanks, in a few words."""

    code = "stage_thanks_missing"
    sentence = _("Please write a few words of thanks.")


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
