"""A provider, named with the client."""

from inferloom import InferenceClient

client = InferenceClient(provider="replicate", api_key="my_replicate_api_key")
