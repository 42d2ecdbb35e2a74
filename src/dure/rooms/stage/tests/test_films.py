"""The film on a show's page and on its replay's: where it is played from, and what it says without script."""

import pytest
from django.test import Client

from dure.kernel.http import HOUSE
from dure.rooms.stage import factories
from dure.rooms.stage.services import broadcasts

pytestmark = pytest.mark.django_db


def test_a_running_show_plays_its_broadcast_and_offers_sound_alone(client: Client) -> None:
    show = factories.make_show()
    broadcast = factories.go_live(show=show).broadcast
    page = client.get(f"/live/{show.id}/").content.decode()
    assert f'/hls/{broadcast.id}/" data-state="live"' in page
    assert f"/hls/{broadcast.id}/master.m3u8" in page
    assert 'data-do="listen"' in page


def test_a_replay_plays_its_recording(client: Client) -> None:
    broadcast = factories.make_replay()
    broadcasts.publish_replay(by=HOUSE, broadcast_id=broadcast.id)
    page = client.get(f"/live/replays/{broadcast.id}/").content.decode()
    assert f'/hls/{broadcast.id}/" data-state="replay"' in page
    assert f"/hls/{broadcast.id}/replay.m3u8" in page
    assert "data-captions" not in page
