"""What the sign-in pages of a demo house show: who one can be, at one touch (a context processor)."""

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest

from dure.site.demo_cast import CAST, PASSWORD, STAFF_SECRET, Member

CODE_LASTS_S = 30


@dataclass(frozen=True)
class DemoDoors:
    """The cast of the demo world and what opens its doors."""

    cast: tuple[Member, ...] = CAST
    password: str = PASSWORD

    @property
    def code(self) -> str:
        """The six digits the staff member's authenticator would show now."""
        return str(format_hotp_value(hotp_value(STAFF_SECRET, int(time.time()) // CODE_LASTS_S)))


def demo_doors(_request: HttpRequest) -> dict[str, object]:
    """Put `demo_doors` into the templates of a demo house, and of no other."""
    return {"demo_doors": DemoDoors()} if settings.DEMO else {}
