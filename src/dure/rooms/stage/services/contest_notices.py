"""What those who take part in a contest, and those who vote, are told, each thing once."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.rooms.inbox.services.notifications import Words, notify
from dure.rooms.stage.models import Entry, Show
from dure.rooms.stage.services.reminders import TOPIC


@transaction.atomic(savepoint=False)
def tell_opened(*, show: Show) -> None:
    """Tell those who take part, and those who wished to come, that votes are taken now."""
    _tell(
        show,
        {*_entrants(show), *show.reminders.values_list("person_id", flat=True)},
        title=format_lazy(_("“{title}”: the voting has begun"), title=show.title),
        body=_("Everybody has one vote, and may change it until the voting is closed."),
        key="voting",
    )


@transaction.atomic(savepoint=False)
def tell_closed(*, show: Show, winners: Collection[UUID]) -> None:
    """Tell the first that they have most votes, and everybody else who took part or voted that the result is there."""
    first = set(show.entries.filter(id__in=winners).values_list("person_id", flat=True))
    others = {*_entrants(show), *show.votes.values_list("person_id", flat=True)} - first
    if first:
        _tell(
            show,
            first,
            title=format_lazy(_("You have most votes in “{title}”"), title=show.title),
            body=_("Congratulations! See the whole result.")
            if len(first) == 1
            else _("Congratulations! You share the first place. See the whole result."),
            key="result",
        )
    _tell(
        show,
        others,
        title=format_lazy(_("“{title}”: the result is there"), title=show.title),
        body=_("Thank you for taking part."),
        key="result",
    )


@transaction.atomic(savepoint=False)
def tell_withdrawn(*, entry: Entry, voters: Iterable[UUID]) -> None:
    """Tell who brought an entry that a host took it out, and those who chose it that their vote is free again."""
    moment = clock.now().isoformat()
    if entry.withdrawn_by != entry.person_id:
        _tell(
            entry.show,
            [entry.person_id],
            title=format_lazy(_("Your entry “{title}” was taken out of the contest"), title=entry.title),
            body=entry.withdrawn_why or _("The hosts took it out. Ask them why, if you wish."),
            key=f"out:{entry.id}:{moment}",
        )
    _tell(
        entry.show,
        voters,
        title=format_lazy(_("“{title}”, which you voted for, takes part no more"), title=entry.title),
        body=_("Your vote is free again. You may choose another entry."),
        key=f"free:{entry.id}:{moment}",
    )


@transaction.atomic(savepoint=False)
def tell_back(*, entry: Entry) -> None:
    """Tell who brought an entry that it takes part again."""
    _tell(
        entry.show,
        [entry.person_id],
        title=format_lazy(_("Your entry “{title}” takes part again"), title=entry.title),
        body=_("The hosts put it back into the contest."),
        key=f"back:{entry.id}:{clock.now().isoformat()}",
    )


def _tell(show: Show, people: Iterable[UUID], *, title: Words, body: Words, key: str) -> None:
    notify(
        people=sorted(people),
        topic=TOPIC,
        title=title,
        body=body,
        link=f"/live/{show.id}/contest/",
        key=f"contest:{show.id}:{key}",
    )


def _entrants(show: Show) -> list[UUID]:
    return list(show.entries.filter(withdrawn_at__isnull=True).values_list("person_id", flat=True))
