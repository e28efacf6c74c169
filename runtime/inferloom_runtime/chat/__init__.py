"""What applications that converse need beyond one call: typed answers, streams of events, tools."""
