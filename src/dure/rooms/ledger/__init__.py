"""The one book: every unit of value that moves, recorded once and never changed.

* Account: a named pot; its code comes from `chart.py`, and it may hold several units.
* Entry: one thing that happened, with legs that sum to zero per unit. Undone only by a reversal.
* Hold: value reserved on an account until it is captured, released or expires.
* Seal: the hash of a finished day, chained to the day before.
"""
