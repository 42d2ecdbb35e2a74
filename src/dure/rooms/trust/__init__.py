"""What may be relied on: verifications decided by staff with reasons, and trades that are banned or need a licence.

* Verification: what has to be true of a subject such as `merchant:<uuid>`, with photographed papers.
* Decision: what staff decided and why; undone by another decision, never changed.
* Trade: a line of the list of banned and restricted trades, with its rule and public source (`trades.py`).
"""
