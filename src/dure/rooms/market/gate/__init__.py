"""The market's part of the gate: orders by WebSocket and HTTP, collected into batches, one writer a cell. No Django."""
