"""OpenTelemetry: `instrument()` lets every call make a span, `uninstrument()` stops it. Needs the extra `otel`."""

from inferloom_runtime.telemetry import instrument, uninstrument

__all__ = ["instrument", "uninstrument"]
