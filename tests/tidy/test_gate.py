"""The gate is a process of its own: it carries no Django, which would cost it memory and every start a second."""

import subprocess
import sys

LOADED = "import sys, dure.site.gate; print([name for name in sys.modules if name.partition('.')[0] == 'django'])"


def test_the_gate_loads_no_django() -> None:
    """In a fresh interpreter the whole gate is imported, and nothing of Django with it."""
    answer = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd="src")
    assert answer.stdout.strip() == "[]"
