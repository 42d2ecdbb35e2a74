"""What the inbox room can tell: reads only, keyword arguments."""
