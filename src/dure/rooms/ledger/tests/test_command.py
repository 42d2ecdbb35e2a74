"""`dure book`: what a person at the keyboard sees, and what a script reads from the exit code."""

import subprocess
import sys

import pytest

from dure.rooms.ledger.models import Proof
from dure.rooms.ledger.queries.proof import examine
from dure.rooms.ledger.services import seals

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.timeout(600)]


@pytest.fixture
def dure(database_url, tmp_path):
    """Run `dure book …` against the test database."""
    environment = {
        "DURE_DATA": str(tmp_path),
        "DURE_DATABASE_URL": database_url,
        "DURE_DATABASE_OWNER_URL": database_url,
        "DURE_NATS_URL": "nats://127.0.0.1:1",
        "DURE_SECRET_KEY": "only for this test",
        "PYTHONPATH": ":".join(sys.path),
        "PATH": "/usr/bin:/bin",
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dure", "book", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def book(frozen_time, saver):
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    return saver


def test_an_honest_book_ends_well_and_prints_its_hash(dure, book):
    done = dure("verify", "--publish")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().splitlines()[-1] == f"book hash {examine().book_hash}"
    assert Proof.objects.get().holds


def test_a_book_that_was_tampered_with_ends_with_code_2(dure, book, outsider):
    outsider.execute("UPDATE ledger_balance SET amount = amount + 1 WHERE NOT may_go_negative")
    done = dure("verify")
    assert done.returncode == 2
    assert "balance_differs" in done.stdout
    assert book.wallet in done.stdout
    assert Proof.objects.get().problem_count == 1  # everybody can see it at once


def test_a_proof_by_hand_is_kept_to_oneself_while_all_is_well(dure, book):
    assert dure("verify").returncode == 0
    assert not Proof.objects.exists()


def test_the_trial_balance_adds_up(dure, book):
    done = dure("trial-balance")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "KRW" in done.stdout
    assert "10,000" in done.stdout


def test_seal_says_what_it_sealed(dure, book):
    done = dure("seal")
    assert done.returncode == 0, done.stdout + done.stderr
