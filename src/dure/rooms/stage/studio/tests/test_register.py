"""Who may send, as PostgreSQL says: one telephone at a time, until the house ends it."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from dure.kernel import clock
from dure.rooms.stage.factories import go_live, make_show
from dure.rooms.stage.stage_passes import STAGE_LIFE, StagePass
from dure.rooms.stage.studio.register import PostgresRegister, Unknown

ONE, OTHER = "a" * 32, "b" * 32


def address() -> str:
    facts = connection.settings_dict
    who = {"user": facts["USER"], "password": facts["PASSWORD"], "dbname": facts["NAME"]}
    return make_conninfo(host=facts["HOST"], port=facts["PORT"] or None, **who)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_telephone_has_the_stage_until_the_house_ends_it():
    broadcast = go_live(show=make_show()).broadcast
    found = StagePass(
        show_id=broadcast.show_id,
        broadcast_id=broadcast.id,
        person_id=uuid4(),
        organisation_id=uuid4(),
        nonce=broadcast.nonce,
        until=clock.now() + STAGE_LIFE,
    )

    async def story():
        register = PostgresRegister(address(), "test")
        try:
            assert await register.enter(found, ONE)
            assert not await register.enter(found, OTHER)
            assert await register.seen(found, ONE)
            assert not await register.seen(found, OTHER)
            assert await register.over([broadcast.id]) == set()
            await register.shown(broadcast.id)
            await register.recorded(broadcast.id, 1_500)
        finally:
            await register.close()

    asyncio.run(story())
    broadcast.refresh_from_db()
    assert broadcast.first_picture_at is not None
    assert (broadcast.has_recording, broadcast.duration_ms) == (True, 1_500)


def test_a_house_that_does_not_answer_is_unknown():
    async def story():
        with pytest.raises(Unknown):
            await PostgresRegister("postgresql://nobody@127.0.0.1:1/none", "test").over([uuid4()])

    asyncio.run(story())
