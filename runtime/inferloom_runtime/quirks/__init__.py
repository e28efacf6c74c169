"""What the provider table's vocabulary cannot say: typed, pure functions that it names."""
