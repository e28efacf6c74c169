"""Agents: a model, its instructions, its tools; `agent` is the class, `command` the program `tiny-agents`."""
