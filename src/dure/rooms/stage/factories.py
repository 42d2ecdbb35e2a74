"""Makes shows, broadcasts, chat and clips for anybody's tests and the demo world."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.rooms.people import factories as people
from dure.rooms.stage.models import Broadcast, ChatMessage, Clip, Helper, Show
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.services import broadcasts, helping, run_sheets, shows
from dure.rooms.stage.services.shows import ShowDraft

READY = Preflight(has_camera=True, has_microphone=True, uplink_kbps=3_000)
CONSENT = "Everybody in the picture agrees to be recorded."


def make_show(
    *,
    organisation_id: UUID | None = None,
    title: str = "Cabbages from the field",
    starts_in: timedelta | None = None,
    **terms: object,
) -> Show:
    """Schedule a show, half an hour from now where nothing is said; `terms` are more fields of the draft."""
    starts_at: datetime = clock.now() + (starts_in or timedelta(minutes=30))
    draft = ShowDraft(title=title, starts_at=starts_at, **terms)  # type: ignore[arg-type]  # a test's own words
    return shows.schedule_show(by=HOUSE, organisation_id=organisation_id or people.make_organisation().id, draft=draft)


def go_live(*, show: Show, host: Actor | None = None, has_children: bool = False) -> broadcasts.Entrance:
    """Put a show on air, with everybody's consent; a host is made where none is given."""
    by = host or Actor(person_id=people.make_member(show.organisation).person_id)
    broadcasts.confirm_consent(by=by, show_id=show.id, words=CONSENT, is_given=True, has_children=has_children)
    entrance = broadcasts.start_broadcast(by=by, show_id=show.id, preflight=READY)
    show.refresh_from_db()
    return entrance


def make_second_host(*, show: Show, host: Actor, person_id: UUID | None = None) -> Helper:
    """Let somebody come by a link as a show's second host, and agree; a person is made where none is given."""
    _link, secret = helping.make_helper_link(by=host, show_id=show.id, role=Helper.Role.COHOST)
    guest = Actor(person_id=person_id or people.make_person().id)
    agreement = broadcasts.Agreement(words=CONSENT, is_given=True)
    return helping.accept_helper_link(by=guest, secret=secret, agreement=agreement)


def make_replay(*, show: Show | None = None, host: Actor | None = None, minutes: int = 10) -> Broadcast:
    """Make a show that is over and whose recording is kept, not published yet; minutes long."""
    show = show or make_show()
    broadcast = go_live(show=show, host=host).broadcast
    broadcasts.end_show(by=HOUSE, show_id=show.id)
    Broadcast.objects.filter(id=broadcast.id).update(
        has_recording=True,
        duration_ms=minutes * 60_000,
        ended_at=broadcast.started_at + timedelta(minutes=minutes),
    )
    broadcast.refresh_from_db()
    return broadcast


def add_line(
    *, show: Show, title: str = "Cabbage, 10 kg", key: str = "", facts: Mapping[str, object] | None = None
) -> UUID:
    """Add a line to a show's run-sheet; return its id."""
    return run_sheets.add_cue(by=HOUSE, show_id=show.id, title=title, key=key, facts=facts).id


def say(*, show: Show, person_id: UUID | None = None, text: str = "Good morning", role: str = "viewer") -> ChatMessage:
    """Let somebody say something in a show, as the gate writes it."""
    return ChatMessage.objects.create(
        show=show,
        person_id=person_id or new_id(),
        name="Mina",
        role=role,
        text=text,
        client_key=new_id(),
        sent_at=clock.now(),
    )


def make_clip(
    *,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
    title: str = "My song",
    key: str = "",
    is_published: bool = False,
) -> Clip:
    """Make a clip of 12 seconds that is ready; it may stand for something (`offer:81`) and be published."""
    return Clip.objects.create(
        source=Clip.Source.UPLOAD,
        person_id=person_id,
        organisation_id=organisation_id,
        title=title,
        status=Clip.Status.READY,
        file="clips/none/film.mp4",
        poster="",
        duration_ms=12_000,
        key=key,
        made_at=clock.now(),
        published_at=clock.now() if is_published else None,
    )
