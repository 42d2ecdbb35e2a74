"""Shapes of the market's JSON, a file for each noun. Numbers of orders and amounts (minor units) are strings."""
