"""A host's thanks to those who were at a show."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel.http import Actor
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.stage.errors import ShowNotLive, ThanksMissing
from dure.rooms.stage.models import ChatMessage, Show
from dure.rooms.stage.seats import VIEWER
from dure.rooms.stage.services.changes import fitting, hosted
from dure.rooms.stage.services.reminders import TOPIC

THANKS_LENGTH_MAX: Final = 200


@transaction.atomic
def thank_viewers(*, by: Actor, show_id: UUID, words: str) -> int:
    """Thank those who spoke at a show that is over or wished to come, each once; return how many are told now.

    Who may not take part in it is left out. ShowNotLive before there was a show, ThanksMissing without words.
    """
    show = hosted(show_id=show_id, by=by)
    if show.status != Show.Status.ENDED:
        raise ShowNotLive
    sentence = fitting(words=words, longest=THANKS_LENGTH_MAX)
    if not sentence:
        raise ThanksMissing
    return notify(
        people=sorted(_those_there(show)),
        topic=TOPIC,
        title=format_lazy(_("{host} thanks you for being at “{title}”"), host=show.organisation.shown_name,
            title=show.title),
        body=sentence,
        link=f"/live/{show.id}/",
        key=f"show:{show.id}:thanks",
    )  # fmt: skip


def _those_there(show: Show) -> set[UUID]:
    spoke = ChatMessage.objects.filter(show=show, role=VIEWER, hidden_at__isnull=True).values_list(
        "person_id", flat=True
    )
    wished = show.reminders.values_list("person_id", flat=True)
    barred = show.restrictions.filter(lifted_at__isnull=True).values_list("person_id", flat=True)
    return {*spoke, *wished} - set(barred)
