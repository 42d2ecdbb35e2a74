"""The gate: HTTP/1.1 and WebSocket on raw sockets, for the few paths where thousands ask in the same second.

It knows no room and no Django. `server.Gate` listens and keeps order, `connection.Connection` speaks HTTP on one socket
and hands it to `conversation` when a browser asks for a WebSocket, `doors.Route` is what a room offers.
"""
