"""The hand-written runtime that generated SDKs stand on."""
