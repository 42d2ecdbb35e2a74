"""Claims about `dure doctor`."""

import json

import pytest

from dure.engine.house import HouseFolder


def findings(house, *options, **environment):
    """What the doctor finds, by subject; where it finds several things, one that is not fine."""
    found = json.loads(house.dure("doctor", "--json", *options, **environment).stdout)
    return {finding["subject"]: finding for finding in sorted(found, key=lambda finding: not finding["is_fine"])}


def test_every_finding_that_is_not_fine_comes_with_a_fix(empty_house, stranger_port):
    empty_house.port = stranger_port
    found = findings(empty_house)
    assert {"python", "postgres", "nats", "build", "data", "disk", "memory", "clock", "ports"} <= set(found)
    assert all(finding["fix"] for finding in found.values() if not finding["is_fine"])


def test_a_port_somebody_else_has_is_found(empty_house, stranger_port):
    empty_house.gate_port = stranger_port
    ports = findings(empty_house)["ports"]
    assert not ports["is_fine"]
    assert str(stranger_port) in ports["sentence"]
    assert "DURE_GATE_PORT" in ports["fix"]


def test_open_permissions_are_found(empty_house):
    house = HouseFolder(empty_house.data)
    house.prepare()
    house.secret_key()
    house.secret.chmod(0o644)
    house.path.chmod(0o755)
    found = findings(empty_house)
    assert found["data"]["fix"].startswith("chmod go-rw")
    assert found["secret"]["fix"].startswith("chmod 600")


def test_a_folder_that_is_held_without_a_house_is_found(empty_house):
    with HouseFolder(empty_house.data).lock():
        locks = findings(empty_house)["locks"]
    assert not locks["is_fine"]
    assert "held by process" in locks["sentence"]


def test_what_production_would_refuse_is_found(empty_house):
    found = findings(empty_house, DURE_MODE="production", DURE_DEBUG="1")
    assert not found["production"]["is_fine"]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_running_house_is_healthy(house):
    found = findings(house)
    assert found["database"]["is_fine"]
    assert found["locks"]["sentence"] == "held by the running house"
    assert "together" in found["processes"]["sentence"]
