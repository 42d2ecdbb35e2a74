"""What those who show a clip or recording, and those who asked to take it down, are told."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.rooms.inbox.services.notifications import Words, notify
from dure.rooms.stage.models import Ruling, Takedown
from dure.rooms.stage.queries.takedowns import showers, title_of
from dure.rooms.stage.services.reminders import TOPIC


@transaction.atomic(savepoint=False)
def tell_asked(*, wish: Takedown) -> None:
    """Tell who shows it that somebody wishes it away, and that they may withdraw it themselves; never who asked."""
    _tell(
        wish,
        showers(wish=wish) - {wish.person_id},
        title=format_lazy(_("Somebody asks that “{title}” be taken down"), title=title_of(wish=wish)),
        body=format_lazy(
            _("The reason given: {why}. Our staff look at it. You may withdraw it yourself at any time."),
            why=Takedown.Why(wish.why).label,
        ),
        key="asked",
    )


@transaction.atomic(savepoint=False)
def tell_decided(*, ruling: Ruling, was_granted: bool, is_answer: bool) -> None:
    """Tell both sides what was decided and why; who shows it hears of it only where something changes for them."""
    wish = ruling.takedown
    title = title_of(wish=wish)
    if ruling.is_granted != was_granted or is_answer:
        _tell(
            wish,
            showers(wish=wish),
            title=_to_showers(ruling, title, is_answer=is_answer),
            body=ruling.words,
            key=_key(ruling),
        )
    if wish.person_id is not None:
        said = _("“{title}” was taken down, as you asked") if ruling.is_granted else _("“{title}” stays")
        _tell(
            wish,
            {wish.person_id} - showers(wish=wish),
            title=format_lazy(said, title=title),
            body=ruling.words,
            key=_key(ruling),
            link="/live/",
        )


def _to_showers(ruling: Ruling, title: str, *, is_answer: bool) -> Words:
    if not ruling.is_granted:
        return format_lazy(_("“{title}” is shown again"), title=title)
    if is_answer:
        return format_lazy(_("We looked again: “{title}” stays taken down"), title=title)
    return format_lazy(_("Our staff took “{title}” down"), title=title)


def _key(ruling: Ruling) -> str:
    return f"ruling:{ruling.id}"


def _tell(
    wish: Takedown, people: Iterable[UUID | None], *, title: Words, body: Words, key: str, link: str = ""
) -> None:
    notify(
        people=sorted(each for each in people if each is not None),
        topic=TOPIC,
        title=title,
        body=body,
        link=link or f"/live/takedowns/{wish.id}/",
        key=f"takedown:{wish.id}:{key}",
    )
