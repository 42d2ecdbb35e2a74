"""Baskets, orders, payments, returns and disputes."""
