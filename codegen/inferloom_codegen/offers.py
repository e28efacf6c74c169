"""Who serves what, as the type checker will see it: a marker for each task, a class for each provider."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .ir import ProviderSpec
from .names import class_name, marker_name
from .views import MethodView


@dataclass(frozen=True, slots=True)
class Marker:
    """The class that marks who offers something.

    Attributes:
        name: the class: `SupportsTextToImage`.
        member: what it has and other markers have not: the module of the methods.
        call: how it is called: `text_to_image`, `completions.create`.
        providers: the ids of those that offer it.
    """

    name: str
    member: str
    call: str
    providers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """One provider's class.

    Attributes:
        id: the provider.
        name: the class.
        markers: the names of the markers that it has.
    """

    id: str
    name: str
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """All markers and all providers.

    Attributes:
        markers: the markers by their member.
        makers: the providers' classes.
    """

    markers: dict[str, Marker]
    makers: tuple[Maker, ...]

    @property
    def names(self) -> list[str]:
        """The names of all classes, sorted."""
        return sorted([*(marker.name for marker in self.markers.values()), *(maker.name for maker in self.makers)])

    def marker(self, member: str) -> str | None:
        """The name of a marker; None for what every client has.

        Args:
            member: the module of the methods.
        """
        return self.markers[member].name if member in self.markers else None


def offers(
    methods: Iterable[MethodView],
    openai: Mapping[str, tuple[MethodView, str]],
    providers: Iterable[ProviderSpec],
    routes: Mapping[str, Mapping[str, str]],
) -> Offers:
    """Work out who offers what.

    Args:
        methods: the tasks' methods.
        openai: the namespaces of OpenAI's client.
        providers: those that callers may name.
        routes: a provider's id -> the namespaces of OpenAI's client that it has.

    Returns:
        The markers and classes. The list of models has no marker: the router has one for everybody.
    """
    known = list(providers)
    tasks = {provider.id: {service.task.id for service in provider.services} for provider in known}
    markers = {
        method.task.module: Marker(
            marker_name(method.task.id),
            method.task.module,
            method.task.method,
            tuple(provider.id for provider in known if method.task.id in tasks[provider.id]),
        )
        for method in methods
    }
    for module, (method, _) in openai.items():
        if module != "models":
            having = tuple(provider.id for provider in known if module in routes[provider.id])
            markers[module] = Marker(marker_name(method.task.id), module, f"{module}.{method.task.method}", having)
    makers = tuple(
        Maker(
            provider.id,
            class_name(provider.id),
            tuple(marker.name for marker in markers.values() if provider.id in marker.providers),
        )
        for provider in known
    )
    return Offers(dict(sorted(markers.items())), makers)
