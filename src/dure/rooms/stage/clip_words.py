"""Why a film could not become a clip, in words for who sent it. Pure."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "clip_too_large": _("The file is larger than 200 MB. Film a shorter piece, or in a smaller picture."),
    "clip_too_long": _("The film is longer than a minute. Shorten it on your telephone and send it again."),
    "clip_too_slow": _("It took us too long to make it ready. Send it in a smaller picture, 1080 lines at most."),
    "clip_unreadable": _("We could not read it as a film. Please send MP4, MOV or WebM."),
    "clip_no_picture": _("There is no picture in it, only sound."),
    "clip_picture_size": _("Its picture is too large: 4096 dots on its longer side at most."),
    "clip_not_in_recording": _(
        "This part of the recording cannot be cut: the picture changed its kind there, or is gone."
    ),
    "clip_gone": _("What you sent is no longer there. Please send it again."),
}
"""By the code that is kept with the clip."""
