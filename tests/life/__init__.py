"""Clients in a server: threads, processes, event loops, and ten thousand calls."""
