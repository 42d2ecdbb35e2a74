"""PostgreSQL's configuration: small, private, durable."""

from pathlib import Path

# Only the socket in a private folder leads in, so who can open it is the owner of the house.
HOST_RULES = "local all all trust\n"

SMALL_MACHINE: dict[str, str] = {
    "listen_addresses": "''",
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "96MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "autovacuum_worker_slots": "4",
    # Three idle reader processes cost more memory here than they save time.
    "io_method": "sync",
    "huge_pages": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_wal_size": "1GB",
    "min_wal_size": "80MB",
    "wal_compression": "pglz",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "max_wal_senders": "4",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "'%m [%p] %u '",
    "log_min_duration_statement": "1000",
    "log_lock_waits": "on",
    "log_checkpoints": "off",
    "idle_in_transaction_session_timeout": "5min",
}
# For tests only: a crash of the machine may lose everything.
NOT_DURABLE: dict[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def write_settings(cluster: Path, socket: Path, *, durable: bool) -> None:
    """Write the cluster's own files anew at each start, so that a newer Dure's settings take effect."""
    chosen = SMALL_MACHINE | {"unix_socket_directories": f"'{socket}'", "unix_socket_permissions": "0700"}
    if not durable:
        chosen |= NOT_DURABLE
    lines = [f"{name} = {value}" for name, value in chosen.items()]
    (cluster / "postgresql.conf").write_text("\n".join(lines) + "\n")
    (cluster / "pg_hba.conf").write_text(HOST_RULES)
