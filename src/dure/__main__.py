"""`python -m dure` is the same as `dure`."""

from dure.cli.main import app

app()
