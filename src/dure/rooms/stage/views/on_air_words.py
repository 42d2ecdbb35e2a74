"""The words that a host's page on the telephone says by itself."""

from django.utils.translation import gettext as _


def on_air_words() -> dict[str, str]:
    """Return the words by the code they stand for; `{number}` is put in by the page."""
    return {**_camera(), **_line(), **_moments()}


def _camera() -> dict[str, str]:
    return {
        "camera_good": _("The camera is on."),
        "camera_denied": _(
            "The camera is not allowed. Press the lock beside the address of this page, "
            "allow camera and microphone, and try again."
        ),
        "camera_missing": _("We found no camera and microphone on this device."),
        "camera_soundless": _("We found a camera, but no microphone. Plug one in or use a telephone, and try again."),
        "camera_pictureless": _("We found a microphone, but no camera. Plug one in or use a telephone, and try again."),
        "camera_busy": _("Another app holds the camera. Close it (a call, another browser), and try again."),
        "camera_insecure": _("Browsers film only on pages whose address begins with https."),
        "camera_unable": _("This browser cannot send video. Please try a newer Chrome, Samsung Internet or Safari."),
        "sound_wait": _("The microphone comes with the camera."),
        "sound_quiet": _("Say a word: we listen whether the microphone hears you."),
        "sound_good": _("We hear you well."),
    }


def _line() -> dict[str, str]:
    return {
        "line_wait": _("We try how fast your line is."),
        "line_full": _("Your line is good."),
        "line_small": _("Your line is slow: we send a smaller picture."),
        "line_least": _("Your line is very slow: we send a very small picture."),
        "line_sound": _("Your line is very slow: we can only send sound, with a picture that stands still."),
        "line_too_slow": _("Your line is too slow for a show. Go where the signal is better, or use wifi."),
        "line_none": _("We do not reach the studio. Look whether you have a network, and try again."),
        "battery_low": _("The battery is at {number} %. Please plug it in."),
        "network_mobile": _("You use mobile data: an hour on air takes about 1 GB. Wifi costs nothing."),
        "network_saver": _("Your telephone saves data. Please switch that off for the show."),
        "on_good": _("Line good"),
        "on_small": _("Line slow, smaller picture"),
        "on_least": _("Line very slow, very small picture"),
        "on_spared": _("Telephone busy, smaller picture"),
        "on_still": _("Line very slow, sound only"),
        "on_away": _("No line"),
        "on_lost": _("No camera or microphone: we ask for it again"),
    }


def _moments() -> dict[str, str]:
    return {
        "consent": _("Please tick first that everybody in the picture agrees."),
        "no_house": _("We do not reach the house. Look whether you have a network, and try again."),
        "mine": _("You film now: everybody sees your picture."),
        "taken": _("The picture is with another telephone now."),
        "unlike": _(
            "This telephone sends its picture in another way than the one that began, and cannot take over. "
            "The show goes on from there."
        ),
        "asked": _("We asked the others. You film on until one of them takes the picture."),
        "gone": _("The line is gone. Stay here: we come back by ourselves, and what you film now is kept."),
        "back": _("The line is back. The same show goes on."),
        "mute_on": _("Nobody hears you now."),
        "mute_off": _("You are heard again."),
        "cover_on": _("Nobody sees or hears you now. Viewers see your cover."),
        "cover_off": _("You are seen and heard again."),
    }
