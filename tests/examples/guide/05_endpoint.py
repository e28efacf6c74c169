"""A dedicated endpoint: its address stands where a model would."""

from inferloom import InferenceClient

client = InferenceClient(model="https://uu149rez6gw9ehej.eu-west-1.aws.endpoints.huggingface.cloud/deepfloyd-if")
# The same, with the address in the call.
client = InferenceClient()
client.text_to_image(..., model="https://uu149rez6gw9ehej.eu-west-1.aws.endpoints.huggingface.cloud/deepfloyd-if")
