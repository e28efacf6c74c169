"""What a client's type says of its provider: which tasks it offers.

Only type checkers read it. `InferenceClient[Groq]` is a client whose provider is groq; plain `InferenceClient` may be
any client. At run time the parameter has no effect, and nothing is imported for it.
"""

from __future__ import annotations

from types import GenericAlias
from typing import TYPE_CHECKING, Any, Generic, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import TypeVar

    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.lookups import LookupsInput
    from inferloom_runtime.retry import Retry

    P = TypeVar("P", covariant=True, default=Any)
    Name_contra = TypeVar("Name_contra", bound=str, contravariant=True)

    class Offered(Generic[P]):
        """What depends on who serves the models: `P` is the provider's class, or a `Supports...` class."""

    class By(Generic[Name_contra]):
        """Offered by the provider of that name."""

        def name(self, name: Name_contra, /) -> None:
            """Take the name.

            Args:
                name: The name.
            """

    class Settings(TypedDict, total=False):
        """Settings of a client that `with_options` changes, beside the provider."""

        model: str | None
        """Model id or URL of every call that names none."""
        token: str | None
        """Hugging Face token, or a provider's own key."""
        timeout: float | Timeout | None
        """Seconds to wait, or a `Timeout`; None waits without end."""
        headers: Mapping[str, str] | None
        """Further headers of every request."""
        cookies: Mapping[str, str] | None
        """Cookies of every request."""
        bill_to: str | None
        """Organisation on the Hub that is billed for calls through the router."""
        api_key: str | None
        """Another name for `token`."""
        max_retries: int | Retry
        """How many times a request is sent again, or a `Retry` with the whole policy."""
        lookups: LookupsInput | None
        """What is known of models without asking the Hub."""
        strict: bool
        """Whether an answer that does not fit its schema is an error."""
        download_limit: int
        """The largest picture, sound or film that is downloaded as a result, in bytes."""

else:
    P = None

    class Offered:
        """What depends on who serves the models."""

        __class_getitem__ = classmethod(GenericAlias)
