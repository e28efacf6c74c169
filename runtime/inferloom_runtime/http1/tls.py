"""How certificates are checked."""

from __future__ import annotations

import os
import ssl
import threading

from inferloom_runtime.http1.errors import ConnectError


class Trust:
    """What certificates are checked by: made when it is first needed, and once.

    Attributes:
        made: It, once it is needed.
    """

    def __init__(self) -> None:
        self.made: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def context(self) -> ssl.SSLContext:
        """It, in whatever thread. Who comes while it is made waits: it takes long, and many may come at once.

        Returns:
            The context.

        Raises:
            ConnectError: The certificates that the environment names cannot be read.
        """
        with self._lock:
            if self.made is None:
                self.made = context()
            return self.made


def context() -> ssl.SSLContext:
    """What httpx checks them by: `SSL_CERT_FILE`, else `SSL_CERT_DIR`, else certifi's list; hosts by their names.

    Returns:
        A context of its own; making one takes a while.

    Raises:
        ConnectError: The certificates that the environment names cannot be read.
    """
    if file := os.environ.get("SSL_CERT_FILE"):
        try:
            made = ssl.create_default_context(cafile=file)
        except OSError as error:
            words = error.strerror or "unknown reason"
            raise ConnectError(
                f"the certificates in {file!r}, which SSL_CERT_FILE names, cannot be read: {words}"
            ) from error
    elif folder := os.environ.get("SSL_CERT_DIR"):
        made = ssl.create_default_context(capath=folder)
    else:
        import certifi

        made = ssl.create_default_context(cafile=certifi.where())
    if made.minimum_version < ssl.TLSVersion.TLSv1_2:
        made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    return made
