"""Why a recording or a clip is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class BroadcastNotFound(NotFound):
    """No such broadcast, or its recording is not for these eyes."""

    code = "broadcast_not_found"
    sentence = _("We could not find this recording.")


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
