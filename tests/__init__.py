"""Tests that no single room can own: the shape of the house, real browsers, whole stories, faults."""
