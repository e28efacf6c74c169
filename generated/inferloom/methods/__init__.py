"""One module a task: its method, sync and async."""
