"""What tests read out of messages and browsers."""

import re

from django.test import Client
from django.urls import reverse

CODE = r"(?<!\d)\d{6}(?!\d)"
"""Six digits; Korean and Chinese letters may touch them."""


def code_in(words: str) -> str:
    """The six digits somebody was sent."""
    found = re.search(CODE, words)
    assert found
    return found.group()


def who(browser: Client) -> str | None:
    """The name of who is signed in."""
    response = browser.get(reverse("people:me"))
    return response.context["request"].person.name if response.status_code == 200 else None
