"""The back office sees reported messages, and no others."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.http import Actor
from dure.rooms.inbox.models import Conversation
from dure.rooms.inbox.services.conversations import report, say

pytestmark = pytest.mark.django_db


def test_only_what_was_reported_is_shown(staff_office: Client, talk: Conversation, ana, bo) -> None:
    """And nothing is added."""
    kind, rude = (
        say(by=Actor(person_id=bo.id), conversation_id=talk.id, text=text) for text in ("Good day", "Rude words")
    )
    report(by=Actor(person_id=ana.id), message_id=rude.id, reason="Rude")
    page = staff_office.get(reverse("admin:inbox_message_changelist")).content.decode()
    assert "Rude words" in page
    assert "Good day" not in page
    assert staff_office.get(reverse("admin:inbox_message_change", args=[kind.id])).status_code == 302
    assert staff_office.get(reverse("admin:inbox_message_add")).status_code == 403
