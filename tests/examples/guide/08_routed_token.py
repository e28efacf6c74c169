"""The same token by its other name."""

from inferloom import InferenceClient

client = InferenceClient(
    provider="replicate",
    token="hf_****",
)
