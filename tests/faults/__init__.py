"""What the house stands on is killed while people use it; nothing acknowledged may be lost or done twice."""
