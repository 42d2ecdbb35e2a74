"""Template tags of the look; they are built in, so templates need not load them."""
