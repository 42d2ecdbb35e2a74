"""Who may send, as PostgreSQL says: one telephone at a time, until the house ends it."""

import asyncio
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from dure.kernel import clock, tokens
from dure.kernel.http import Actor
from dure.rooms.stage.factories import go_live, make_second_host, make_show
from dure.rooms.stage.models import Broadcast
from dure.rooms.stage.services.broadcasts import resume_broadcast
from dure.rooms.stage.services.helping import remove_helper
from dure.rooms.stage.stage_passes import STAGE_LIFE, StagePass, read_stage
from dure.rooms.stage.studio.register import PostgresRegister, Unknown

ONE, OTHER = "a" * 32, "b" * 32


def read(token: str) -> StagePass:
    """What a token says."""
    return read_stage(token, key=tokens.key_of(settings.SECRET_KEY), now=clock.now())


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


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_new_pass_takes_the_stage_when_its_telephone_comes():
    """Not before; then the earlier one is worth nothing, and the house knows who films."""
    show = make_show()
    first = go_live(show=show)
    host = Actor(person_id=first.broadcast.person_id)
    was, other = read(first.token), read(resume_broadcast(by=host, show_id=show.id).token)
    last = read(resume_broadcast(by=host, show_id=show.id).token)

    async def story():
        register = PostgresRegister(address(), "test")
        try:
            assert await register.enter(was, ONE)
            assert await register.seen(was, ONE)
            assert not await register.enter(other, OTHER)
            assert await register.enter(was, ONE)  # its line came back meanwhile
            assert await register.enter(last, OTHER)
            assert not await register.seen(was, ONE)
            assert not await register.enter(was, ONE)
            assert await register.enter(last, OTHER)
        finally:
            await register.close()

    asyncio.run(story())
    broadcast = Broadcast.objects.get()
    assert (broadcast.nonce, broadcast.next_nonce) == (last.nonce, None)
    assert (broadcast.filmed_by, broadcast.phone_key) == (last.person_id, OTHER)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_second_host_who_was_sent_home_is_off_the_stage():
    """What they send is lost at the next look, no pass of theirs enters, and a host's does."""
    show = make_show()
    host = Actor(person_id=go_live(show=show).broadcast.person_id)
    guest = Actor(person_id=make_second_host(show=show, host=host).person_id)
    theirs = read(resume_broadcast(by=guest, show_id=show.id).token)

    async def sends(which, *, may):
        register = PostgresRegister(address(), "test")
        try:
            assert await register.enter(which, OTHER) is may
            assert await register.seen(which, OTHER) is may
        finally:
            await register.close()

    asyncio.run(sends(theirs, may=True))
    waiting = read(resume_broadcast(by=guest, show_id=show.id).token)
    remove_helper(by=host, show_id=show.id, person_id=guest.person_id)
    asyncio.run(sends(theirs, may=False))
    asyncio.run(sends(waiting, may=False))
    assert Broadcast.objects.get().filmed_by is None
    asyncio.run(sends(read(resume_broadcast(by=host, show_id=show.id).token), may=True))


def test_a_house_that_does_not_answer_is_unknown():
    async def story():
        with pytest.raises(Unknown):
            await PostgresRegister("postgresql://nobody@127.0.0.1:1/none", "test").over([uuid4()])

    asyncio.run(story())
