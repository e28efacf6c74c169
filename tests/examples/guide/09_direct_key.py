"""A key of the provider's: calls go straight to the provider."""

from inferloom import InferenceClient

client = InferenceClient(
    provider="replicate",
    api_key="r8_****",
)
