"""What can go wrong with a request, under the names that httpx has for it: the driver goes by the names.

HTTPError
  TimeoutException
    ConnectTimeout, ReadTimeout, WriteTimeout, PoolTimeout
  NetworkError
    ConnectError, ReadError, WriteError
  ProtocolError
    LocalProtocolError, RemoteProtocolError
  DecodingError
StreamError
  StreamClosed
"""

from __future__ import annotations


class HTTPError(Exception):
    """Something went wrong with a request."""


class TimeoutException(HTTPError):
    """A limit ran out."""


class ConnectTimeout(TimeoutException):
    """No connection in time."""


class ReadTimeout(TimeoutException):
    """Nothing came in time."""


class WriteTimeout(TimeoutException):
    """Nothing was taken in time."""


class PoolTimeout(TimeoutException):
    """As many connections as there may be were in use, and none came free in time."""


class NetworkError(HTTPError):
    """The network failed."""


class ConnectError(NetworkError):
    """No connection."""


class ReadError(NetworkError):
    """The connection broke while the answer was read."""


class WriteError(NetworkError):
    """The connection broke while the request was sent."""


class ProtocolError(HTTPError):
    """What was to be sent, or what came, is not HTTP/1.1."""


class LocalProtocolError(ProtocolError):
    """What was to be sent is not."""


class RemoteProtocolError(ProtocolError):
    """What came is not, or not all of it."""


class DecodingError(HTTPError):
    """The body cannot be decompressed."""


class StreamError(RuntimeError):
    """An answer was read in a way that it cannot be."""


class StreamClosed(StreamError):
    """It was closed before it was read."""
