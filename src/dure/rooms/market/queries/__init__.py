"""What the market room can tell, a file per noun: reads only, keyword arguments."""
