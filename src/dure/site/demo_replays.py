"""The demo world's shows of yesterday and the day before: held while the clock stands still, filmed by a job later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.market.queries.live_offers import offers_to_choose
from dure.rooms.market.services.live_offers import put_on_sheet
from dure.rooms.stage.forms import CONSENT_WORDS
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.services import broadcasts, run_sheets, screens, shows
from dure.rooms.stage.services.shows import ShowDraft
from dure.site.jobs import draw_demo_films

SECONDS = 24
SHOWS = (
    ("김장 배추, 밭에서 인사드려요", "배추를 고르는 법을 보여 드렸습니다. 화면은 프로그램이 그린 시연용 그림입니다."),
    ("꿀고구마 캐는 날", "캐서 상자에 담기까지 보여 드렸습니다. 화면은 프로그램이 그린 시연용 그림입니다."),
)
CLIPS = (
    (("속이 꽉 찬 배추 (시연)", 9, 16), ("상자에 담는 모습 (시연)", 17, 24)),
    (("꿀고구마 한 상자 (시연)", 9, 16),),
)
"""Of each show: title, from and until second."""
GOODS = (("김장 배추", "절임 배추"), ("해남 꿀고구마", "겨울 무"))
"""Of each show: what of the farm's goods is on the screen, after the greeting."""
READY = Preflight(has_camera=True, has_microphone=True, uplink_kbps=4_000)


def hold_demo_shows(bo: Actor, farm_id: UUID) -> None:
    """Hold two short shows of the farm with its goods on the screen; their films are drawn when the house is up."""
    held_at = clock.now() - timedelta(hours=30)
    try:
        held = [_hold(bo, farm_id, number, held_at + timedelta(hours=24 * number)) for number in range(len(SHOWS))]
    finally:
        clock.go_on()
    draw_demo_films.defer(broadcast_ids=[str(each) for each in held])


def _hold(bo: Actor, farm_id: UUID, number: int, began_at: datetime) -> UUID:
    """Hold one show while the clock is moved by hand; return its broadcast."""
    title, about = SHOWS[number]
    clock.stop_at(began_at)
    show = shows.schedule_show(
        by=bo, organisation_id=farm_id, draft=ShowDraft(title=title, about=about, starts_at=began_at)
    )
    with translation.override("ko"):
        broadcasts.confirm_consent(by=bo, show_id=show.id, words=str(CONSENT_WORDS), is_given=True)
    lines = [run_sheets.add_cue(by=bo, show_id=show.id, title="인사").id, *_goods(bo, farm_id, show.id, number)]
    broadcast = broadcasts.start_broadcast(by=bo, show_id=show.id, preflight=READY).broadcast
    _show_each(bo, show.id, lines, began_at)
    clock.stop_at(began_at + timedelta(seconds=SECONDS))
    broadcasts.end_show(by=bo, show_id=show.id)
    return broadcast.id


def _goods(bo: Actor, farm_id: UUID, show_id: UUID, number: int) -> list[UUID]:
    """Put the farm's goods of a show on its run-sheet, one offer of each; return their lines."""
    found = {each.name: each.offer_id for each in offers_to_choose(organisation_id=farm_id, show_id=show_id)}
    chosen = [found[name] for name in GOODS[number] if name in found]
    return put_on_sheet(by=bo, show_id=show_id, offer_ids=chosen) if chosen else []


def _show_each(bo: Actor, show_id: UUID, lines: Sequence[UUID], began_at: datetime) -> None:
    for place, cue_id in enumerate(lines):
        clock.stop_at(began_at + timedelta(seconds=place * SECONDS / len(lines)))
        screens.cue(by=bo, show_id=show_id, cue_id=cue_id)
