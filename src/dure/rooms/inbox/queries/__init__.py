"""What the inbox room can tell: reads."""
