"""The demo world's live shows: some that are over, one without a film because nobody filmed it, and two to come."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import translation

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.market.queries.live_offers import offers_to_choose
from dure.rooms.market.services import live_offers
from dure.rooms.stage.forms import CONSENT_WORDS
from dure.rooms.stage.models import Show
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.services import broadcasts, contests, reminders, run_sheets, shows
from dure.rooms.stage.services.shows import ShowDraft
from dure.site.demo_replays import hold_demo_shows

GOODS_SHOWN = 3


def plan_demo_shows(people: dict[str, UUID], groups: dict[str, UUID]) -> None:
    """Let the demo's farm plan a sale tonight and a singing contest on Saturday; Dee sings, Ana asks to be reminded."""
    bo, ana, dee = (Actor(person_id=people[key]) for key in ("bo", "ana", "dee"))
    hold_demo_shows(bo, groups["field"])
    _hold_a_trial(bo, groups["field"])
    sale = shows.schedule_show(
        by=bo,
        organisation_id=groups["field"],
        draft=ShowDraft(
            title="오늘 뽑은 배추, 밭에서 바로",
            about="김장 배추를 뽑으면서 고르는 법과 절이는 법을 알려 드립니다. 궁금한 것은 채팅으로 물어보세요.",
            starts_at=_evening(days=1),
            planned_minutes=60,
            languages=("ko",),
        ),
    )
    run_sheets.add_cue(by=bo, show_id=sale.id, title="인사와 밭 구경")
    _bring_goods(bo, groups["field"], sale.id)
    run_sheets.add_cue(by=bo, show_id=sale.id, title="묻고 답하기")
    reminders.remind_me(by=ana, show_id=sale.id, minutes_before=30)
    contest = shows.schedule_show(
        by=bo,
        organisation_id=groups["field"],
        draft=ShowDraft(
            title="집에서 부르는 마을 노래자랑",
            about="떨어져 있어도 같이 부릅니다. 한 사람이 한 곡, 한 사람이 한 표.",
            kind=Show.Kind.GATHERING.value,
            starts_at=_evening(days=4),
            planned_minutes=90,
            languages=("ko", "zh-hans"),
            is_contest=True,
        ),
    )
    contests.enter(by=dee, show_id=contest.id, title="고향의 봄", words="어머니께 배운 노래입니다.")
    contests.enter(by=ana, show_id=contest.id, title="강원도 아리랑", words="처음 불러 봅니다.")


def _hold_a_trial(bo: Actor, farm_id: UUID) -> None:
    """Begin and end a short show that nobody filmed: its page says that there is no recording."""
    trial = ShowDraft(title="첫 인사 방송", about="소리가 잘 들리는지 이웃과 맞춰 보았습니다.", starts_at=clock.now())
    show = shows.schedule_show(by=bo, organisation_id=farm_id, draft=trial)
    with translation.override("ko"):
        broadcasts.confirm_consent(by=bo, show_id=show.id, words=str(CONSENT_WORDS), is_given=True)
    run_sheets.add_cue(by=bo, show_id=show.id, title="인사")
    ready = Preflight(has_camera=True, has_microphone=True, uplink_kbps=4_000)
    broadcasts.start_broadcast(by=bo, show_id=show.id, preflight=ready)
    broadcasts.end_show(by=bo, show_id=show.id)


def _bring_goods(bo: Actor, farm_id: UUID, show_id: UUID) -> None:
    """Put some of what the farm has on sale on the run-sheet of its show."""
    with translation.override("ko"):
        choices = offers_to_choose(organisation_id=farm_id, show_id=show_id)[:GOODS_SHOWN]
        live_offers.put_on_sheet(by=bo, show_id=show_id, offer_ids=[view.offer_id for view in choices])


def _evening(*, days: int) -> datetime:
    """Return eight in the evening some days from now."""
    return datetime.combine(clock.today() + timedelta(days=days), time(20), clock.HOUSE_ZONE)
