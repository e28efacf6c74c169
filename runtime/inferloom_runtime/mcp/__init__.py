"""Tools, prompts and resources of MCP servers: `client` is the public door.

Nothing is imported here, and the official `mcp` package only when the first server is added.
"""
