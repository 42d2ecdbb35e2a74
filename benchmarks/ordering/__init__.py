"""The parts of `benchmarks/orders.py`: the shop, the ways to place orders, and what is made of their costs."""
