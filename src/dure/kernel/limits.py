"""How often: a limit per key and window, counted in the database so that it holds across processes."""

from django.db import connection

from dure.kernel import clock
from dure.kernel.errors import TooMany


def limit(key: str, *, times: int, per_s: int) -> None:
    """Count one more for `key`; TooMany says when to come back once `times` within `per_s` seconds are used up."""
    now_s = int(clock.now().timestamp())
    window = now_s - now_s % per_s
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_ratewindow AS seen (key, window_s, count, expires_at) "
            "VALUES (%s, %s, 1, to_timestamp(%s)) ON CONFLICT (key, window_s) DO UPDATE SET count = seen.count + 1 "
            "RETURNING count",
            [f"{per_s}:{key}", window, window + per_s],
        )
        (count,) = cursor.fetchone()
    if count > times:
        raise TooMany(retry_after_s=window + per_s - now_s)
