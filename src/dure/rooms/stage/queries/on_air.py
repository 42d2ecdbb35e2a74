"""What a host sees on the telephone while a show is on air, and what was of it afterwards: reads."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import get_language

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.stage.models import Broadcast, ChatMessage, Cue, ModerationAct, Show
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.shows import run_sheet
from dure.rooms.stage.seats import VIEWER

UNDO_FOR: Final = timedelta(seconds=30)
Act = ModerationAct.Kind
UNDOABLE: Final = frozenset({Act.CUE, Act.CLEAR, Act.PIN, Act.UNPIN, Act.FREEZE, Act.THAW, Act.HIDE, Act.MUTE, Act.BAN})


@dataclass(frozen=True, kw_only=True)
class Card:
    """A line of the run-sheet as a card under the thumb."""

    cue: Cue
    price: str
    is_on_screen: bool
    is_next: bool


@dataclass(frozen=True, kw_only=True)
class Deck:
    """What is on the screen, what may follow, and what was done last if it may be undone now."""

    state: dict[str, Any]
    cards: list[Card]
    last: ModerationAct | None

    @property
    def on_screen(self) -> Card | None:
        """The card that everybody sees now."""
        return next((each for each in self.cards if each.is_on_screen), None)

    @property
    def following(self) -> Card | None:
        """The card that "next" would show."""
        return next((each for each in self.cards if each.is_next), None)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was of a show that is over."""

    minutes: int
    viewers_peak: int
    hearts: int
    messages: int
    broadcast: Broadcast | None


def deck(*, show: Show) -> Deck:
    """Return the cards of a show in their order; four statements."""
    state = screen(show_id=show.id).state
    lines = run_sheet(show=show)
    last = show.showings.select_related("cue").order_by("-shown_at", "-id").first()
    following = next((each for each in lines if last is None or each.position > last.cue.position), None)
    on_screen = (state.get("cue") or {}).get("id")
    cards = [
        Card(
            cue=each,
            price=price_of(facts=each.facts),
            is_on_screen=str(each.id) == on_screen,
            is_next=following is not None and each.id == following.id,
        )
        for each in lines
    ]
    return Deck(state=state, cards=cards, last=_last_act(show))


def price_of(*, facts: dict[str, Any]) -> str:
    """Return the price that a cue's facts tell, as people of the page's language write it; empty without one."""
    minor, currency = facts.get("price_minor"), facts.get("currency")
    if not isinstance(minor, int) or not isinstance(currency, str):
        return ""
    return Money(minor, currency).format(get_language() or "")


def outcome(*, show: Show) -> Outcome:
    """Return what was of a show; three statements."""
    broadcast = show.broadcasts.filter(ended_at__isnull=False).order_by("-started_at").first()
    ran = (show.ended_at or clock.now()) - (show.started_at or show.starts_at)
    audience = getattr(show, "audience", None)
    return Outcome(
        minutes=max(0, round(ran.total_seconds() / 60)),
        viewers_peak=audience.viewers_peak if audience else 0,
        hearts=audience.hearts if audience else 0,
        messages=ChatMessage.objects.filter(show=show, hidden_at__isnull=True, role=VIEWER).count(),
        broadcast=broadcast,
    )


def _last_act(show: Show) -> ModerationAct | None:
    since = clock.now() - UNDO_FOR
    found = show.acts.filter(done_at__gt=since).order_by("-id").first()
    return found if found is not None and found.kind in UNDOABLE else None
