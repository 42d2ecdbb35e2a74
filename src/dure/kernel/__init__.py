"""Small things every room needs, knowing no room: money, ids, clock, errors, outbox, reactions, jobs, access."""
