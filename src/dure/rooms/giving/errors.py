"""Why the giving room says no: one class per reason, each with a stable code."""
