"""The HTTP/1.1 client of clients that were given none: sockets and event loops around h11, which knows the protocol.

httpx does much for each request that this SDK does by itself (redirects, cookies, authentication, hooks), and its pool
looks at every connection for every request: together they cost more than all the rest of a call. So here a connection
is looked at only when it is taken, and what is not done here (proxies, unusual addresses) is left to httpx.
"""
