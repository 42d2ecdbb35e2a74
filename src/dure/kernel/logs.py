"""Log lines that people can read and programs can split: time, level, logger, sentence, then facts as JSON."""

import json
import logging
from datetime import UTC, datetime

_KNOWN = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "request", "response"}


class LineFormatter(logging.Formatter):
    """`2026-11-22T03:00:00.123Z INFO dure.relay published {"count": 3}`; a traceback follows on its own lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one record's line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        facts = {name: value for name, value in record.__dict__.items() if name not in _KNOWN}
        line = f"{moment} {record.levelname} {record.name} {record.getMessage()}"
        if facts:
            line += f" {json.dumps(facts, default=str, ensure_ascii=False)}"
        if record.exc_info:
            line += f"\n{self.formatException(record.exc_info)}"
        return line
