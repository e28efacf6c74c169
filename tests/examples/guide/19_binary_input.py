"""A picture that is somewhere else: it is fetched, then sent on."""

from inferloom import InferenceClient

client = InferenceClient()
client.image_classification("https://upload.wikimedia.org/wikipedia/commons/thumb/4/43/Cute_dog.jpg/320px-Cute_dog.jpg")
