"""What is done to the order path while a crowd orders. Each returns in a few words what it did."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random

import psycopg
import pytest

from dure.rooms.market.gate.database import LOCKS
from tests.browser.house import wait_until
from tests.faults.cutter import Cut
from tests.faults.order_ground import LEADER, GateProcess, Ground, kill, shim

HOUR_S, DAY_S = 3_600, 86_400
CUT_WITHIN_S = 10
PRESSED_WITHIN_S = 20
HEALED_WITHIN_S = 20
PRESS = "SELECT pg_logical_emit_message(false, 'press', repeat('x', 1000000))"
"""A megabyte of PostgreSQL's journal."""


def kill_a_backend(ground: Ground, _chance: Random) -> str:
    """Kill the process of PostgreSQL that places the orders; the others end with it."""
    with psycopg.connect(ground.postgres.superuser_url(), connect_timeout=5) as connection:
        row = connection.execute(LEADER, [LOCKS]).fetchone()
    assert row, "nobody leads"
    kill(row[0])
    return "the backend that writes was killed"


def kill_postmaster(ground: Ground, _chance: Random) -> str:
    """Kill the first process of PostgreSQL."""
    kill(ground.postgres.pid)
    return "the postmaster was killed"


def kill_follower(ground: Ground, _chance: Random) -> str:
    """Kill the gate that hands on what it gets."""
    kill(ground.follower.running.pid)
    return "the gate that follows was killed"


def kill_leader(ground: Ground, _chance: Random) -> str:
    """Kill the gate that places the orders."""
    kill(ground.leader.running.pid)
    return "the gate that leads was killed"


def cut_in_mid_batch(ground: Ground, chance: Random) -> str:
    """Cut the connection over which a batch goes, up to three times."""
    cuts = [chance.choice(list(Cut)) for _ in range(chance.randint(1, 3))]
    for cut in cuts:
        _cut(ground, cut)
    return f"connections cut with a batch {', '.join(cuts)}"


def _cut(ground: Ground, cut: Cut) -> None:
    """Cut whichever gate sends the next batch."""
    before = sum(gate.cutter.cuts for gate in ground.gates)
    for gate in ground.gates:
        gate.cutter.arm(cut)
    is_cut = lambda: sum(gate.cutter.cuts for gate in ground.gates) > before  # noqa: E731  said once, beside its use
    wait_until(is_cut, within_s=CUT_WITHIN_S, what="a batch was cut", look_every_s=0.005)
    for gate in ground.gates:
        gate.cutter.disarm()


def part_leader_from_postgres(ground: Ground, chance: Random) -> str:
    """Let whichever gate leads not reach PostgreSQL for a while, a few times; the other gate does."""
    dark_s = [chance.uniform(0.05, 1.5) for _ in range(chance.randint(1, 4))]
    for each_s in dark_s:
        ground.wait_until_led()
        cutter = ground.leader.cutter
        cutter.darken(True)
        time.sleep(each_s)
        cutter.darken(False)
    return f"the leader did not reach PostgreSQL for {', '.join(f'{each_s:.1f}' for each_s in dark_s)} s"


def stop_leader_for_a_while(ground: Ground, chance: Random) -> str:
    """Let the leader stand still in the middle of whatever it does, as a machine that swaps does, and go on."""
    pid, still_s = ground.leader.running.pid, chance.uniform(0.5, 3)
    assert pid
    os.kill(pid, signal.SIGSTOP)
    time.sleep(still_s)
    os.kill(pid, signal.SIGCONT)
    return f"the leader stood still for {still_s:.1f} s"


def kill_nats(ground: Ground, _chance: Random) -> str:
    """Kill what the gates reach one another by."""
    kill(ground.nats.pid)
    return "NATS was killed"


def part_leader_from_nats(ground: Ground, _chance: Random) -> str:
    """Let the leader not hear the other gate until that one leads; it hears again afterwards."""
    deaf, other = ground.leader, ground.follower
    deaf.relay.darken(True)
    try:
        after_s = wait_until(lambda: other.is_leader, within_s=HEALED_WITHIN_S, what="the other gate leads")
    finally:
        deaf.relay.darken(False)
    return f"the leader did not hear the other gate, which led after {after_s:.1f} s"


def fill_the_disk(ground: Ground, chance: Random) -> str:
    """Fill PostgreSQL's disk until it cannot write its journal any more; make room again a little later."""
    if ground.volume is None:
        pytest.skip(ground.missing["disk"])
    try:
        ground.volume.fill()
        wait_until(
            lambda: not _writes(ground), within_s=PRESSED_WITHIN_S, what="PostgreSQL cannot write", look_every_s=0
        )
        time.sleep(chance.uniform(0.2, 1))
    finally:
        ground.volume.empty()
    return "the disk was full"


def _writes(ground: Ground) -> bool:
    """Whether PostgreSQL still wrote a few megabytes of journal."""
    with suppress(psycopg.Error), psycopg.connect(ground.postgres.superuser_url(), autocommit=True) as connection:
        for _ in range(8):
            connection.execute(PRESS)
        return True
    return False


def set_clocks_wrong(ground: Ground, chance: Random) -> str:
    """Let the clock of one gate or of both jump by an hour or a day, either way, and back."""
    if "clock" in ground.missing:
        pytest.skip(ground.missing["clock"])
    jump_s = chance.choice([HOUR_S, DAY_S, -HOUR_S, -DAY_S])
    gates = chance.choice([[ground.leader], ground.gates])
    _set(gates, jump_s)
    time.sleep(chance.uniform(0.3, 1.2))
    _set(gates, 0)
    return f"the clock of {len(gates)} went wrong by {jump_s / HOUR_S:+.0f} h"


def _set(gates: list[GateProcess], seconds: int) -> None:
    for gate in gates:
        assert gate.clock
        shim.set_clock(gate.clock, seconds=seconds)


Fault = Callable[[Ground, Random], str]
FAULTS: Mapping[str, Fault] = {
    "leader": kill_leader,
    "postmaster": kill_postmaster,
    "cut": cut_in_mid_batch,
    "backend": kill_a_backend,
    "disk": fill_the_disk,
    "clock": set_clocks_wrong,
    "follower": kill_follower,
    "parted": part_leader_from_postgres,
    "stopped": stop_leader_for_a_while,
    "nats": kill_nats,
    "deaf": part_leader_from_nats,
}
