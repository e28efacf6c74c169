"""The parity run: the same calls through huggingface_hub and through inferloom, requests and results side by side."""
