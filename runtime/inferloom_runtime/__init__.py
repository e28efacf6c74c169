"""The hand-written runtime that generated SDKs stand on."""

__version__ = "0.1.0"
