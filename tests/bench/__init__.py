"""The benchmark: what a call costs, beside other clients and the HTTP clients underneath (`make bench`)."""
