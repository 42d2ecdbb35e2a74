"""`kill -9` in the middle of traffic: nothing acknowledged is lost, nothing is done twice, all is back by itself."""

import os
import random
import signal
import time

import psycopg
import pytest

from dure.site.demo_cast import CAST, PASSWORD
from tests.browser.house import House, wait_until
from tests.faults.traffic import Traffic
from tests.faults.visitor import Visitor

BACK_WITHIN_S = 45
QUIET_WITHIN_S = 60
BEFORE_S, AFTER_S = (0.8, 2.5), 1.0
EXPORTS = 4
IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name LIKE 'people.%'"
READY = "SELECT count(*) FROM people_export WHERE ready_at IS NOT NULL"
JOB_WITHIN_S = 150
"""A dead worker's jobs are put back by the clock: 40 s without a heartbeat, then the next full minute."""

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for as many rounds as the person at the keyboard wants."""
    if "round_number" in metafunc.fixturenames:
        metafunc.parametrize("round_number", range(metafunc.config.getoption("--fault-rounds")))


def kill(house: House, name: str) -> int:
    """Kill one process of the house with no chance to say goodbye; return its number."""
    number = house.pid(name)
    assert number, f"{name} does not run"
    os.kill(number, signal.SIGKILL)
    return number


def is_whole(house: House, name: str, killed: int) -> bool:
    """Whether the killed process has a successor and every process runs and serves."""
    children = {child.name: child.pid for child in house.state().children}
    return children[name] not in {None, killed} and None not in children.values() and house.answers("/health")


@pytest.mark.parametrize("name", ["postgres", "nats", "web", "worker", "gate"])
def test_a_killed_process_costs_nothing(name: str, round_number: int, hurt_house: House) -> None:
    """Whatever dies is started again; every acknowledged act stands once, every fact is heard once."""
    chance = random.Random(f"{name} {round_number}")
    with Traffic(hurt_house) as traffic:
        wait_until(lambda: bool(traffic.recorded and traffic.founded), within_s=120, what="there is traffic")
        time.sleep(chance.uniform(*BEFORE_S))
        killed = kill(hurt_house, name)
        if name == "worker":
            traffic.kill_listener()
        back_s = wait_until(lambda: is_whole(hurt_house, name, killed), within_s=BACK_WITHIN_S, what=f"{name} is back")
        time.sleep(AFTER_S)
        traffic.end_writing()
        quiet_s = wait_until(traffic.is_quiet, within_s=QUIET_WITHIN_S, what="all news is heard")
        print(
            f"\n{name}: back after {back_s:.1f} s, news heard after {quiet_s:.1f} s; "
            f"{len(traffic.founded)} foundings, {len(traffic.recorded)} entries, "
            f"{sum(founder.retries for founder in traffic.founders)} repeats"
        )
        assert traffic.losses() == []
    hurt_house.command("book", "verify")


def test_a_killed_supervisor_costs_nothing(round_number: int, hurt_house: House) -> None:
    """Its children go with it, and the next `dure up` on the same data starts as if nothing had been."""
    chance = random.Random(f"supervisor {round_number}")
    with Traffic(hurt_house) as traffic:
        wait_until(lambda: bool(traffic.recorded and traffic.founded), within_s=120, what="there is traffic")
        time.sleep(chance.uniform(*BEFORE_S))
        kill(hurt_house, "supervisor")
        hurt_house.up()
        traffic.kill_listener()  # NATS may answer on another port now
        traffic.end_writing()
        wait_until(traffic.is_quiet, within_s=QUIET_WITHIN_S, what="all news is heard")
        assert traffic.losses() == []
    hurt_house.command("book", "verify")


def test_a_job_in_hand_is_done_although_its_worker_was_killed(pytestconfig: pytest.Config, hurt_house: House) -> None:
    """Everybody asks for everything about them, the worker dies in the middle of it, and each gets their file."""
    if pytestconfig.getoption("--fault-rounds") == 1:
        pytest.skip("waits two minutes for the clock; run it with --fault-rounds 2")
    with psycopg.connect(hurt_house.state().owner_url) as obstacle:
        obstacle.execute("LOCK TABLE people_consent")  # an export reads it, and now waits
        for member in CAST[:EXPORTS]:
            visitor = Visitor(hurt_house.address)
            visitor.sign_in(member.phone, PASSWORD)
            visitor.post_form("/me/export/")
        wait_until(lambda: hurt_house.rows(IN_HAND) != [(0,)], within_s=10, what="the worker is at it")
        killed = kill(hurt_house, "worker")
    wait_until(lambda: is_whole(hurt_house, "worker", killed), within_s=BACK_WITHIN_S, what="the worker is back")
    done_s = wait_until(
        lambda: hurt_house.rows(READY) == [(EXPORTS,)], within_s=JOB_WITHIN_S, what="every export is ready"
    )
    print(f"\njobs: done {done_s:.1f} s after the worker was back")
    assert hurt_house.rows("SELECT status, count(*) FROM kernel_progress GROUP BY status") == [("done", EXPORTS)]
