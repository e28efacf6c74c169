"""A gzip file of a few hundred kilobytes that unpacks to gigabytes, made without packing gigabytes."""

from __future__ import annotations

import zlib

from faults.server import Repeated

MEGABYTE = 1 << 20


def gzip_bomb(megabytes: int, start: bytes = b"") -> list[bytes | Repeated]:
    """The bytes of the file, without the checksum at its end, which nobody should come to.

    Args:
        megabytes: How many megabytes of zeros.
        start: What stands before them.

    Returns:
        The header with the start, and the same block over and over: after a full flush, a block depends on nothing that
        came before it.
    """
    packer = zlib.compressobj(9, wbits=31)
    header = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return [header, Repeated(block, megabytes)]
