"""What the market room can tell: reads only, keyword arguments."""
