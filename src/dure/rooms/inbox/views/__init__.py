"""The inbox room's pages."""
