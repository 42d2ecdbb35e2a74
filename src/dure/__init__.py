"""Dure (두레): a platform that helps farms, shops and relief workers through a shock.

Read `docs/architecture.md` first; the folders beside this file are the architecture, top floor first:
cli, site, rooms, events, ui, kernel, engine.
"""
