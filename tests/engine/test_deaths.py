"""Claims about processes that are killed."""

import psutil
import pytest

from tests.engine.conftest import eventually, kill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.mark.parametrize("name", ["postgres", "nats", "web", "worker", "gate", "studio"])
def test_a_killed_process_comes_back_by_itself(house, name):
    before = house.pids()[name]
    kill(before)

    def is_back():
        process = next(each for each in house.facts()["processes"] if each["name"] == name)
        return process["pid"] not in {None, before} and process["restarts"] >= 1

    assert eventually(is_back, within=30)
    assert house.answers_within(30)


def test_a_killed_supervisor_leaves_nothing_that_prevents_the_next_start(house):
    before = house.pids()
    kill(before["supervisor"])
    started = house.up()
    assert started.returncode == 0, started.stdout
    assert house.answers()
    after = house.pids()
    assert not set(before.values()) & set(after.values())
    assert not [pid for pid in before.values() if _runs(pid)]


def test_even_when_everything_is_killed_at_once_the_next_start_works(house):
    before = house.pids()
    for pid in before.values():
        psutil.Process(pid).kill()
    assert house.up().returncode == 0
    assert house.answers()


def _runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
