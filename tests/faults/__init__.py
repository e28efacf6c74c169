"""Everything a server, or the network before it, can do wrong; and what the client makes of it."""
