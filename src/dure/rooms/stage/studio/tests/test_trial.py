"""Trying the line: who may, how much is swallowed, and what ends it."""

from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from picows import WSCloseCode, WSMsgType

from dure.kernel import clock
from dure.kernel.gate.doors import Route
from dure.kernel.tests.gates import call, open_gate, run
from dure.rooms.stage.stage_passes import StagePass, TrialPass, stage_text, trial_text
from dure.rooms.stage.studio import trial
from dure.rooms.stage.studio.tests.doors import KEY
from dure.rooms.stage.studio.trial import Trial, Trials

PIECE = bytes(60_000)


def token(life: timedelta = timedelta(hours=1)) -> str:
    """A pass of this house for trying the line."""
    found = TrialPass(show_id=UUID(int=1), person_id=UUID(int=2), until=clock.now() + life)
    return trial_text(found, key=KEY)


def stage_pass() -> str:
    """A pass of this house for another door."""
    found = StagePass(
        show_id=UUID(int=1),
        broadcast_id=UUID(int=2),
        person_id=UUID(int=3),
        organisation_id=UUID(int=4),
        nonce=UUID(int=5),
        until=clock.now() + timedelta(hours=1),
    )
    return stage_text(found, key=KEY)


@asynccontextmanager
async def open_door():
    """The studio's door for trying the line."""
    trials = Trials(KEY)
    async with open_gate([Route(b"/trial", {}, lambda _request: Trial(trials))]) as (_gate, port):
        yield port


async def begin(port: int, text: str):
    """Call, say hello, and return the line with what it heard."""
    caller = await call(port, "/trial")
    caller.transport.send(WSMsgType.TEXT, b'{"pass":"%b"}' % text.encode())
    return caller, await caller.heard.get()


def test_what_is_sent_is_counted_up_to_a_bound():
    async def story():
        async with open_door() as port:
            caller, first = await begin(port, token())
            assert first == {"ready": True, "bytes_max": trial.BYTES_MAX}
            whole = trial.BYTES_MAX // len(PIECE)
            for number in range(1, whole + 1):
                caller.transport.send(WSMsgType.BINARY, PIECE)
                assert await caller.heard.get() == {"swallowed": number * len(PIECE)}
            caller.transport.send(WSMsgType.BINARY, PIECE)
            assert await caller.heard.get() == {"code": "frame_too_large"}
            assert await caller.heard.get() is WSCloseCode.POLICY_VIOLATION

    run(story)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (lambda: token(timedelta(seconds=-1)), "pass_expired"),
        (lambda: "a.b.c", "pass_spoilt"),
        (stage_pass, "pass_spoilt"),
    ],
    ids=["too late", "not ours", "for another door"],
)
def test_nobody_tries_the_line_without_a_pass_for_it(text, code):
    async def story():
        async with open_door() as port:
            caller, first = await begin(port, text())
            assert first == {"code": code}
            assert await caller.heard.get() is WSCloseCode.POLICY_VIOLATION

    run(story)


def test_bytes_before_the_hello_and_nonsense_are_cut_off():
    async def story():
        async with open_door() as port:
            for message, code in ((PIECE, "hello_missing"), (b'{"pass":1}', "hello_malformed")):
                caller = await call(port, "/trial")
                caller.transport.send(WSMsgType.BINARY, message)
                assert await caller.heard.get() == {"code": code}

    run(story)


def test_one_person_and_one_studio_have_only_so_many():
    async def story():
        async with open_door() as port:
            lines = [await begin(port, token()) for _each in range(trial.AT_ONCE)]
            assert all("ready" in first for _caller, first in lines)
            assert (await begin(port, token()))[1] == {"code": "studio_full"}
            for caller, _first in lines:
                caller.transport.disconnect()
            answers = [(await begin(port, token()))[1] for _each in range(trial.A_MINUTE)]
            assert {"code": "too_many"} in answers

    run(story)
