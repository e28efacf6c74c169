"""A picture from a provider of one's choice, paid for with the provider's own key."""

from inferloom import InferenceClient

# The model has the Hub's name, whoever serves it.
replicate_client = InferenceClient(
    provider="replicate",
    api_key="my_replicate_api_key",
)
replicate_image = replicate_client.text_to_image(
    "A flying car crossing a futuristic cityscape.",
    model="black-forest-labs/FLUX.1-schnell",
)
replicate_image.save("flying_car.png")
