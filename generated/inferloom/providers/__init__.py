"""One module a provider: one function a task."""
