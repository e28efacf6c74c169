"""A limit to the waiting."""

from inferloom import InferenceClient, InferenceTimeoutError

client = InferenceClient(timeout=30)
try:
    client.text_to_image(...)
except InferenceTimeoutError:
    print("Inference timed out after 30s.")
