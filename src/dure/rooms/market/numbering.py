"""Order numbers as people say them. Pure."""


def short(*, order_id: int) -> str:
    """Return the end of an order's number, as people say it on the phone."""
    return f"{order_id % 1_000_000:06d}"
