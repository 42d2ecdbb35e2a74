"""Why the trust room says no: one class per reason, each with a stable code."""
