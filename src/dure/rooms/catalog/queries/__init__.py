"""What the catalog room can tell: reads only, keyword arguments; a file per noun."""
