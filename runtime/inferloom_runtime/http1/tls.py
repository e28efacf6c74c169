"""How certificates are checked."""

from __future__ import annotations

import os
import ssl


def context() -> ssl.SSLContext:
    """What httpx checks them by: `SSL_CERT_FILE`, else `SSL_CERT_DIR`, else certifi's list; hosts by their names.

    Returns:
        A context of its own; making one takes a while.
    """
    if file := os.environ.get("SSL_CERT_FILE"):
        made = ssl.create_default_context(cafile=file)
    elif folder := os.environ.get("SSL_CERT_DIR"):
        made = ssl.create_default_context(capath=folder)
    else:
        import certifi

        made = ssl.create_default_context(cafile=certifi.where())
    if made.minimum_version < ssl.TLSVersion.TLSv1_2:
        made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    return made
