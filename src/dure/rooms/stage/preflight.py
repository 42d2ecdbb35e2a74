"""Whether a telephone is ready to go live: camera, microphone and network. Pure, but for the words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UPLINK_KBPS_MIN: Final = 100
"""Enough for the sound, and a picture that stands still."""


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """What a browser found when it tried camera, microphone and network; the uplink in kilobits a second."""

    has_camera: bool
    has_microphone: bool
    uplink_kbps: int

    def missing(self) -> list[Promise]:
        """Return what is not ready, in words."""
        found = (
            (self.has_camera, _("camera")),
            (self.has_microphone, _("microphone")),
            (self.uplink_kbps >= UPLINK_KBPS_MIN, _("a faster network")),
        )
        return [words for is_ready, words in found if not is_ready]
