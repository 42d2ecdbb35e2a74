"""What the desk tells a host, put into a program: its pictures are on air, in the house's own book as well."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import aioice.ice
import pytest
from django.conf import settings
from django.db import connections

from dure.kernel import tokens
from dure.kernel.http import HOUSE
from dure.kernel.tests.gates import HOST, run, until
from dure.rooms.people import factories as people
from dure.rooms.stage import factories
from dure.rooms.stage.models import Broadcast
from dure.rooms.stage.services import broadcasts
from dure.rooms.stage.studio.register import PostgresRegister
from dure.rooms.stage.studio.tests.doors import open_studio
from dure.rooms.stage.studio.tests.test_whip import Program
from dure.rooms.stage.tests.live_rooms import database
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def told_by_the_desk() -> tuple[str, str]:
    """The address and the token a host sees after the press."""
    show = factories.make_show()
    person = people.make_member(show.organisation).person
    host = people.actor_of(person, show.organisation)
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)
    browser = browser_of(person, show.organisation)
    browser.post(f"/live/{show.id}/desk/camera/")
    told: Any = browser.get(f"/live/{show.id}/desk/").context
    return told["camera"]["address"], told["camera"]["token"]


def has_picture() -> bool:
    """Whether the house knows that there is a picture."""
    return Broadcast.objects.filter(first_picture_at__isnull=False).exists()


def test_a_program_films_with_what_the_desk_told(
    tmp_path: Path, app_role_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_kinds: [HOST])
    address, token = told_by_the_desk()
    broadcast_id = UUID(urlsplit(address).path.removeprefix("/whip/"))
    show_id = Broadcast.objects.get().show_id

    async def story() -> None:
        register = PostgresRegister(app_role_url, "test")
        key = tokens.key_of(settings.SECRET_KEY)
        async with open_studio(tmp_path, register=register, key=key) as studio:
            program = Program(studio, token)
            assert (await program.post(await program.offer(), to=broadcast_id)).status == 201
            while not await database(has_picture):  # noqa: ASYNC110  another process would write it as well
                await asyncio.sleep(0.1)
            await database(broadcasts.end_show, by=HOUSE, show_id=show_id)
            await until(lambda: not studio.desk.state()["streams"])
            await program.connection.close()
        await register.close()

    try:
        run(story)
    finally:
        connections.close_all()
    assert Broadcast.objects.get().has_recording
