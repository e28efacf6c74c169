"""What the client says to servers: exchanges, replayed."""
