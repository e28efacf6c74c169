# An agent of the Hub's library, in the terminal.
tiny-agents run julien-c/flux-schnell-generator
