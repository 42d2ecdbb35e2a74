"""What the giving room can tell: reads."""
