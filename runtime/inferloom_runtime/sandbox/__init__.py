"""The sandbox: a local inference server made from a package's own task schemas.

`core` answers requests without any I/O; `transport`, `server` and `plugin` are thin shells around it. Nothing is
imported here, so that an application pays for the sandbox only where it uses it.
"""
