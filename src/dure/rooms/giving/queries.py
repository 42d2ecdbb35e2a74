"""What the giving room can tell: reads only, keyword arguments."""
