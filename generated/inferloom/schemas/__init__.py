"""The schemas of the tasks, for the sandbox."""
