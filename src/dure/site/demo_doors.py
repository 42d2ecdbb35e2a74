"""What the sign-in pages of a demo house show: who one can be, at one touch (a context processor)."""

import time
from dataclasses import dataclass

from allauth.account.internal.stagekit import unstash_login
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest

from dure.site.demo_cast import CAST, PASSWORD, STAFF_SECRET, Member

CODE_LASTS_S = 30
STAFF_PHONES = {member.phone for member in CAST if member.staff_roles}


@dataclass(frozen=True)
class DemoDoors:
    """The cast of the demo world and what opens its doors."""

    cast: tuple[Member, ...] = CAST
    password: str = PASSWORD

    @property
    def code(self) -> str:
        """The six digits the staff member's authenticator would show now."""
        return str(format_hotp_value(hotp_value(STAFF_SECRET, int(time.time()) // CODE_LASTS_S)))


def demo_doors(request: HttpRequest) -> dict[str, object]:
    """Put `demo_doors` and `demo_code` into the templates of a demo house, and of no other."""
    return {"demo_doors": DemoDoors(), "demo_code": lambda: code_for(request)} if settings.DEMO else {}


def code_for(request: HttpRequest) -> str:
    """Return the code of now where the demo's own staff stand at the second step; nothing for anybody else."""
    waiting = unstash_login(request, peek=True)
    return DemoDoors().code if waiting and waiting.user.phone in STAFF_PHONES else ""
