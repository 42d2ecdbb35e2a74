"""Claims about the embedded PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg
import pytest

import dure
from dure.engine.errors import EngineError, FolderInUse
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.system_user import may_pass, unprivileged_user
from tests.engine.conftest import kill

AS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A PostgreSQL that these tests share; one that stops it starts it again."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("engine") / "postgres", durable=False).start()
    yield server
    server.destroy()


def test_it_is_postgresql_18_with_trigrams_and_vectors(postgres):
    with psycopg.connect(postgres.app_url) as connection:
        assert connection.info.server_version // 10_000 == 18
        extensions = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    assert extensions >= {"pg_trgm", "vector"}


def test_it_listens_on_a_private_socket_only(postgres):
    listening = [each for each in psutil.Process(postgres.pid).net_connections("tcp") if each.status == "LISTEN"]
    assert listening == []
    assert (postgres.home / "socket").stat().st_mode & 0o077 == 0


def test_the_running_role_may_write_rows_but_not_change_tables(postgres):
    with psycopg.connect(postgres.owner_url) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS crate (id bigint GENERATED ALWAYS AS IDENTITY, of text)")
    with psycopg.connect(postgres.app_url) as app:
        app.execute("INSERT INTO crate (of) VALUES ('cabbage')")
        assert app.execute("SELECT count(*) FROM crate").fetchone()[0] >= 1
    for forbidden in (
        "DROP TABLE crate",
        "ALTER TABLE crate ADD extra int",
        "CREATE TABLE mine (i int)",
        "TRUNCATE crate",
    ):
        with psycopg.connect(postgres.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(forbidden)


@pytest.mark.skipif(not AS_ROOT, reason="only root can try to come in as somebody else")
def test_another_user_of_the_machine_cannot_come_in(postgres):
    attempt = subprocess.run(
        [postgres.binaries.path("psql"), postgres.owner_url, "-c", "SELECT 1"],
        user=65534, group=65534, extra_groups=[], cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert attempt.returncode != 0
    assert "Permission denied" in attempt.stderr


def test_two_servers_never_share_a_folder(postgres):
    with pytest.raises(FolderInUse, match="Another process is using"):
        EmbeddedPostgres(postgres.folder).start()
    assert postgres.is_running


def test_after_a_kill_it_starts_again_with_what_was_committed(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres").start()
    try:
        with psycopg.connect(server.owner_url) as owner:
            owner.execute("CREATE TABLE survives (i int)")
            owner.execute("INSERT INTO survives VALUES (1)")
        kill(server.pid)
        assert not server.is_running
        server.start()
        with psycopg.connect(server.owner_url) as owner:
            assert owner.execute("SELECT count(*) FROM survives").fetchone()[0] == 1
    finally:
        server.destroy()


def test_a_pid_file_that_names_a_stranger_does_not_prevent_a_start(postgres):
    postgres.stop()
    note = f"{os.getpid()}\n{postgres.home / 'cluster'}\n1\n5432\n{postgres.home / 'socket'}\n\n1 1\nready\n"
    (postgres.home / "cluster" / "postmaster.pid").write_text(note)
    assert postgres.start().is_running


def test_a_server_whose_starter_was_killed_is_ended_and_its_folder_taken_over(tmp_path):
    program = (
        "import sys, time, pathlib; from dure.engine.postgres import EmbeddedPostgres;"
        "s = EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).start();"
        "print(s.pid, flush=True); time.sleep(99)"
    )
    starter = subprocess.Popen([sys.executable, "-c", program, tmp_path / "pg"], stdout=subprocess.PIPE, text=True)
    orphan = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    server = EmbeddedPostgres(tmp_path / "pg", durable=False)
    try:
        assert server.start().is_running
        assert server.pid != orphan
    finally:
        server.destroy()


def test_data_of_another_major_version_is_refused_and_left_alone(postgres):
    postgres.stop()
    version = postgres.home / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(EngineError, match="made by PostgreSQL 17"):
        postgres.start()
    version.write_text("18\n")
    assert postgres.start().is_running


def test_a_path_too_long_for_a_socket_works(tmp_path):
    server = EmbeddedPostgres(tmp_path / ("long" * 20) / "postgres", durable=False)
    try:
        assert server.start().is_running
    finally:
        server.destroy()


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user's PostgreSQL runs as that user")
def test_as_root_it_runs_as_nobody_important_and_opens_no_folder_of_others(closed_folder):
    server = EmbeddedPostgres(closed_folder / "postgres", durable=False)
    try:
        server.start()
        assert psutil.Process(server.pid).uids().effective == unprivileged_user().uid != 0
        assert closed_folder.stat().st_mode & 0o777 == 0o700
        assert not may_pass(unprivileged_user(), closed_folder / "postgres")
        assert (closed_folder / "postgres" / "is-at").read_text() == str(server.home)
    finally:
        home = server.home
        server.destroy()
    assert not home.exists()


@pytest.mark.skipif(not AS_ROOT, reason="needs an account to change to")
def test_an_ordinary_user_runs_it_too():
    program = (
        "import sys, pathlib; from dure.engine.postgres import EmbeddedPostgres;"
        "s = EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).start(); print(s.home); s.destroy()"
    )
    python, user = (
        shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin"),
        unprivileged_user(),
    )
    packages = Path(psycopg.__file__).parents[1]
    if python is None or not may_pass(user, packages / "dure"):
        pytest.skip("no Python and packages here that other users can reach")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chown(folder, user.uid, user.gid)
        ended = subprocess.run(
            [python, "-c", program, f"{folder}/postgres"],
            env={"PYTHONPATH": f"{Path(dure.__file__).parents[1]}:{packages}"}, cwd="/",
            user=user.uid, group=user.gid, extra_groups=[], capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert ended.stdout.strip() == f"{folder}/postgres", ended.stderr
