"""Whom a client's own HTTP client trusts, and which proxies it goes through."""

from __future__ import annotations

import asyncio
import datetime
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from inferloom import AsyncInferenceClient, InferenceClient, Timeout
from inferloom.errors import ConnectionFailedError, InferenceTimeoutError, InferloomError
from inferloom_runtime.http1 import proxies, tls
from life.local import HAS_IPV6, Local, whole

MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """The sync client, then the async one."""
    found: str = request.param
    return found


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own settings are none of these tests'."""
    for name in (*PROXIES, *(name.upper() for name in PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs."""
    return trustme.CA()


def serving(certificate: trustme.LeafCert, **limits: ssl.TLSVersion) -> ssl.SSLContext:
    """A server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    for name, value in limits.items():
        setattr(context, name, value)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The authority's certificate, in a file that the environment names."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def word(kind: str, url: str, *, calls: int = 1, messages: Any = MESSAGES, **settings: Any) -> str:
    """What a call to a server says."""
    settings = {"token": "hf_no_key_at_all", "timeout": 3, "max_retries": 0, **settings}

    async def call() -> str:
        async with AsyncInferenceClient(url, **settings) as client:
            for _ in range(calls):
                said = await client.chat_completion(messages)
        return said.choices[0].message.content or ""

    if kind == "async":
        return asyncio.run(call())
    with InferenceClient(url, **settings) as client:
        for _ in range(calls):
            said = client.chat_completion(messages)
    return said.choices[0].message.content or ""


# Certificates


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_an_authority_that_the_environment_names(kind: str, host: str, trusted: Path, authority: trustme.CA) -> None:
    with Local(context=serving(authority.issue_cert("localhost", "127.0.0.1"))) as server:
        assert word(kind, f"https://{host}:{server.port}", calls=3) == "word"
        assert server.accepted == 1, "the connection is used again"


@pytest.mark.skipif(not HAS_IPV6, reason="needs IPv6")
def test_ipv6_with_tls(kind: str, trusted: Path, authority: trustme.CA) -> None:
    with Local(context=serving(authority.issue_cert("::1")), host="::1") as server:
        assert word(kind, f"https://[::1]:{server.port}") == "word"


def test_a_folder_of_authorities(
    kind: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # OpenSSL's folders name each certificate by a hash of its subject.
    from cryptography import x509

    pem = authority.cert_pem.bytes()
    subject = x509.load_pem_x509_certificate(pem).subject
    (tmp_path / f"{subject_hash(subject.public_bytes())}.0").write_bytes(pem)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with Local(context=serving(authority.issue_cert("127.0.0.1"))) as server:
        assert word(kind, f"https://127.0.0.1:{server.port}") == "word"


def subject_hash(der: bytes) -> str:
    """The name that OpenSSL gives a certificate: X509_NAME_hash, over the canonical encoding of its subject."""
    import hashlib

    def parts(data: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        while at < len(data):
            tag, size = data[at], data[at + 1]
            at += 2
            if size & 0x80:
                count = size & 0x7F
                size = int.from_bytes(data[at : at + count])
                at += count
            yield tag, data[at : at + size]
            at += size

    def made(tag: int, data: bytes) -> bytes:
        size = bytes([len(data)]) if len(data) < 0x80 else b"\x81" + bytes([len(data)])
        return bytes([tag]) + size + data

    [(_, sequence)] = parts(der)
    found = b""
    for _, name in parts(sequence):
        [(_, pair)] = parts(name)
        (kind, oid), (_, value) = parts(pair)
        text = b" ".join(value.lower().split())
        found += made(0x31, made(0x30, made(kind, oid) + made(0x0C, text)))
    return f"{int.from_bytes(hashlib.sha1(found).digest()[:4], 'little'):08x}"


def refused(kind: str, certificate: trustme.LeafCert, says: str, host: str = "127.0.0.1") -> None:
    """A server that is not to be trusted hears nothing."""
    with Local(context=serving(certificate)) as server:
        with pytest.raises(ConnectionFailedError, match=says) as caught:
            word(kind, f"https://{host}:{server.port}")
        assert server.requests == []
        assert "hf_no_key" not in str(caught.value)
        assert server.settled(0)


def test_an_authority_that_nobody_knows(kind: str, authority: trustme.CA) -> None:
    refused(kind, authority.issue_cert("127.0.0.1"), "certificate verify failed")


def test_another_hosts_certificate(kind: str, trusted: Path, authority: trustme.CA) -> None:
    refused(kind, authority.issue_cert("example.com"), "certificate verify failed.*(127.0.0.1|IP address mismatch)")
    refused(kind, authority.issue_cert("example.com"), "certificate verify failed.*localhost", "localhost")


def test_a_certificate_that_has_expired(kind: str, trusted: Path, authority: trustme.CA) -> None:
    ended = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    refused(kind, authority.issue_cert("127.0.0.1", not_after=ended), "expired")


def test_tls_that_is_too_old(kind: str, trusted: Path, authority: trustme.CA) -> None:
    # RFC 8996: TLS 1.0 and 1.1 must not be used.
    context = tls.context()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    with pytest.warns(DeprecationWarning, match="TLS"):
        old = serving(authority.issue_cert("127.0.0.1"), maximum_version=ssl.TLSVersion.TLSv1_1)
    with Local(context=old) as server:
        with pytest.raises(ConnectionFailedError):
            word(kind, f"https://127.0.0.1:{server.port}")
        assert server.requests == []


def test_certificates_are_those_of_certifi(monkeypatch: pytest.MonkeyPatch) -> None:
    import certifi

    seen: list[Any] = []
    make = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda **given: seen.append(given) or make(**given))
    tls.context()
    httpx.create_ssl_context()
    assert seen == [{"cafile": certifi.where()}] * 2


@pytest.mark.parametrize("what", ["nothing", "folder", "something else"])
def test_certificates_that_cannot_be_read_are_named(
    what: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "something else":
        path.write_text("no certificate\n", encoding="ascii")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with Local() as server, pytest.raises(ConnectionFailedError) as caught:
        word(kind, f"https://127.0.0.1:{server.port}")
    assert "SSL_CERT_FILE" in str(caught.value)
    assert str(path) in str(caught.value)


def test_certificates_are_read_once_for_many_at_once(
    kind: str, trusted: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time
    from concurrent.futures import ThreadPoolExecutor

    made: list[ssl.SSLContext] = []
    make = tls.context

    def slowly() -> ssl.SSLContext:
        time.sleep(0.03)  # as long as certifi's list takes
        made.append(make())
        return made[-1]

    monkeypatch.setattr(tls, "context", slowly)
    with Local(context=serving(authority.issue_cert("127.0.0.1"))) as server:
        url = f"https://127.0.0.1:{server.port}"

        async def calls() -> None:
            async with AsyncInferenceClient(url, token="hf_x", timeout=3) as client:
                await asyncio.gather(*(client.chat_completion(MESSAGES) for _ in range(8)))

        if kind == "async":
            asyncio.run(calls())
        else:
            with InferenceClient(url, token="hf_x", timeout=3) as client, ThreadPoolExecutor(8) as threads:
                for done in [threads.submit(client.chat_completion, MESSAGES) for _ in range(8)]:
                    done.result()
        assert len(server.requests) == 8
    assert len(made) == 1


def test_a_greeting_that_is_cancelled_leaves_nothing(trusted: Path, authority: trustme.CA) -> None:
    # However many turns of the event loop it has had: a socket that is closed behind the loop's back is found again
    # when its number is another connection's ("File descriptor N is used by transport").
    from inferloom_runtime.http1.loop import AsyncClient

    async def calls(url: str) -> None:
        http = AsyncClient(lambda: None)

        async def call() -> bytes:
            response = await http.send(http.build_request("GET", url, headers={}))
            return b"".join([piece async for piece in response.aiter_bytes()])

        assert await call()
        for turns in range(2, 14):
            await http._gone(http._kept.clear())
            cancelled = [asyncio.create_task(call()) for _ in range(2)]
            for _ in range(turns):
                await asyncio.sleep(0)
            for task in cancelled:
                task.cancel()
            # The others' sockets are opened as these are closed.
            others = [asyncio.create_task(call()) for _ in range(2)]
            await asyncio.gather(*cancelled, return_exceptions=True)
            assert all(await asyncio.gather(*others))
            assert http._kept.used == 0
        await http.aclose()

    with Local(context=serving(authority.issue_cert("127.0.0.1"))) as server:
        asyncio.run(calls(f"https://127.0.0.1:{server.port}/"))
        assert server.settled(0)


def test_what_is_said_before_tls_is_no_answer(kind: str, trusted: Path, authority: trustme.CA) -> None:
    import socket
    import threading

    context, heard = serving(authority.issue_cert("127.0.0.1")), list[bytes]()

    def serve() -> None:
        plain = listening.accept()[0]
        plain.sendall(whole(b'{"error": "forged"}', status="400 Bad Request"))
        try:
            with context.wrap_socket(plain, server_side=True) as sock:
                heard.append(sock.recv(1 << 14))
        except OSError:
            plain.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(InferloomError) as caught:
            word(kind, f"https://127.0.0.1:{listening.getsockname()[1]}", timeout=1)
        thread.join(3)
    assert isinstance(caught.value, ConnectionFailedError)
    assert "forged" not in str(caught.value)
    assert heard == []


def test_a_greeting_that_is_not_answered(kind: str) -> None:
    """The limit of the connection holds for TLS as well."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InferenceTimeoutError) as caught:
            word(kind, url, timeout=Timeout(connect=0.05))
        assert caught.value.limit == "connect"
        with pytest.raises(InferenceTimeoutError) as caught:
            word(kind, url, timeout=Timeout(total=0.05))
        assert caught.value.limit == "total"


def test_a_large_body_over_tls(kind: str, trusted: Path, authority: trustme.CA) -> None:
    large = [{"role": "user", "content": "x" * (4 << 20)}]
    with Local(context=serving(authority.issue_cert("127.0.0.1"))) as server:
        url = f"https://127.0.0.1:{server.port}"
        if kind == "sync":
            with InferenceClient(url, token="hf_x") as client:
                client.chat_completion(large)
        else:

            async def call() -> None:
                async with AsyncInferenceClient(url, token="hf_x") as client:
                    await client.chat_completion(large)

            asyncio.run(call())
        assert len(server.requests[0]) > 4 << 20


def test_an_early_refusal_over_tls(kind: str, trusted: Path, authority: trustme.CA) -> None:
    import socket
    import threading
    import time

    context, size, read = serving(authority.issue_cert("127.0.0.1")), 16 << 20, list[int]()

    def serve() -> None:
        sock = context.wrap_socket(listening.accept()[0], server_side=True)
        total = len(sock.recv(1 << 14))
        sock.sendall(whole(b'{"error": "too large"}', status="413 Content Too Large"))
        time.sleep(0.05)  # until the client has seen it; then it reads on, as a server does that keeps the connection
        while more := sock.recv(1 << 14):
            total += len(more)
        read.append(total)
        sock.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(InferloomError, match="too large"):
            word(kind, f"https://127.0.0.1:{listening.getsockname()[1]}", messages="x" * size)
        thread.join(5)
    assert read[0] < size


# Proxies


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_for_http(name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Local() as proxy:
        monkeypatch.setenv(name, f"http://user:pass@127.0.0.1:{proxy.port}")
        assert word(kind, "http://inference.test:8080/v1") == "word"
        [request] = proxy.requests
        # RFC 9112, 3.2.2: a proxy is asked for the whole address.
        assert request.startswith(b"POST http://inference.test:8080/v1/chat/completions HTTP/1.1\r\n")
        assert b"proxy-authorization: basic " in request.lower()


def test_a_proxy_for_https(kind: str, trusted: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    with Local(context=serving(authority.issue_cert("127.0.0.1"))) as server, Local() as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        assert word(kind, f"https://127.0.0.1:{server.port}", calls=2) == "word"
        [request] = proxy.requests
        assert request.startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n".encode())
        assert len(server.requests) == 2
        assert proxy.settled(0), "closed with the client"


@pytest.mark.parametrize("hosts", ["127.0.0.1", "*", "example.com, 127.0.0.1"])
def test_hosts_without_a_proxy(hosts: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Local() as server, Local() as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", hosts)
        assert word(kind, f"http://127.0.0.1:{server.port}") == "word"
        assert proxy.requests == []


def test_a_proxy_for_the_other_scheme(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Local() as server, Local() as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        assert word(kind, f"http://127.0.0.1:{server.port}") == "word"
        assert proxy.requests == []


def test_the_total_time_holds_behind_a_proxy(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(InferenceTimeoutError) as caught:
            word(kind, "http://inference.test", timeout=Timeout(total=0.1))
        assert caught.value.limit == "total"


SETTINGS: list[dict[str, str]] = [
    {"http_proxy": "http://p:1"},
    {"https_proxy": "http://p:1"},
    {"all_proxy": "p:1"},
    {"http_proxy": "http://p:1", "no_proxy": "*"},
    {"all_proxy": "http://p:1", "no_proxy": "a,*"},
    *(
        {"all_proxy": "http://p:1", "no_proxy": entry}
        for entry in (
            "example.com",
            ".example.com",
            "EXAMPLE.com",
            "example.com:8080",
            "localhost",
            "127.0.0.1",
            "127.0.0.0/8",
            "10.0.0.0/8",
            "::1",
            "[::1]",
            "http://example.com",
            "https://",
            "le.com",
            "com",
            "*.example.com",
            "*example.com",
            " example.com , a.b",
            "1.example.com",
            "0.1",
        )
    ),
]
ADDRESSES = [
    f"{scheme}://{host}{port}/"
    for scheme in ("http", "https")
    for host in ("example.com", "a.example.com", "notexample.com", "localhost", "a.localhost", "127.0.0.1", "[::1]")
    for port in ("", ":8080")
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_no_proxy_is_passed_by(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes straight to its address goes there in httpx too; the rest is asked of httpx anyway."""
    from inferloom_runtime.http1.request import Request

    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    found = proxies.proxies()
    try:
        theirs: Any = httpx.Client()
    except httpx.InvalidURL:
        return  # httpx refuses the setting
    straight = 0
    for address in ADDRESSES:
        origin = Request("GET", address, {}, None, None).origin
        assert origin is not None
        if not found or proxies.is_direct(origin, found):
            straight += 1
            assert theirs._transport_for_url(httpx.URL(address)) is theirs._transport, address
    assert straight or settings.keys() == {"all_proxy"} or "no_proxy" in settings
    theirs.close()


def test_no_settings_cost_no_import() -> None:
    import subprocess

    program = (
        "import sys\nfrom inferloom_runtime.http1 import proxies\nassert proxies.proxies() == {}\n"
        "print('urllib.request' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout.strip(), done.stderr) == (str(sys.platform in ("darwin", "win32")), "")


def test_an_international_host_is_asked_through_httpx(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    asked: list[Any] = []

    def unknown(name: Any, *_: Any, **__: Any) -> Any:
        asked.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ConnectionFailedError, match="Name or service not known"):
        word(kind, "http://bücher.invalid:1/v1")
    # RFC 3492: its name in ASCII.
    assert [name if isinstance(name, str) else name.decode() for name in asked] == ["xn--bcher-kva.invalid"]


def test_an_answer_by_a_proxy_is_understood(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Local(lambda request: whole(b'{"error": "ask again"}', status="407 Proxy Authentication Required")) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(InferloomError, match="ask again"):
            word(kind, "http://inference.test")
