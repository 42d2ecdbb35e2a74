"""What the merchants room can tell: reads only, keyword arguments."""
