"""Puts the house together: configuration, settings, urls, the access table, the processes' entrances."""
