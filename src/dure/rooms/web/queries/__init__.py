"""What pages over several rooms put together, a file per subject."""
