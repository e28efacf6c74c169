"""The compiler: task specs in, a typed SDK out."""
