"""Whole stories of people and the house, told through a real browser the size of a phone."""
