"""A chat with a server on this machine that speaks OpenAI's wire."""

from inferloom import InferenceClient

client = InferenceClient(model="http://localhost:8080")

response = client.chat.completions.create(
    messages=[{"role": "user", "content": "What is the capital of France?"}], max_tokens=100
)
print(response.choices[0].message.content)
