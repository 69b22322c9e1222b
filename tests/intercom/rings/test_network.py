import asyncio
import re
import shutil
import ssl
import subprocess

import pytest

from hcsync.errors import Unavailable
from hcsync.intercom.client import connect


def test_no_more_requests_at_once_than_connections(net, clock):
    flying, most = 0, 0
    everyone = asyncio.Event()

    async def serve(reader, writer):
        nonlocal flying, most
        while await reader.readuntil(b"\r\n\r\n"):
            flying += 1
            most = max(most, flying)
            if most == 20:
                everyone.set()
            await everyone.wait()
            flying -= 1
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"id": "1"}')
            await writer.drain()

    async def main():
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with connect(url, net.token, read_only=True, timing=clock.timing, connections=20) as client:
                await asyncio.gather(*(client.article("1") for _ in range(60)))
                return client.requests

    assert asyncio.run(main()) == 60
    assert most == 20


def test_this_machine_is_not_asked_for_through_a_proxy(net, clock, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    script = net.Script([net.as_json({"id": "1"})])

    async def main():
        async with script.serving() as url, connect(url, net.token, read_only=True, timing=clock.timing) as client:
            return (await client.article("1")).id

    assert asyncio.run(main()) == "1"


def test_other_hosts_are_asked_for_through_the_proxy_of_the_environment(net, clock, monkeypatch):
    script = net.Script([net.as_json({"id": "1"})])

    async def main():
        async with script.serving() as proxy:
            monkeypatch.setenv("http_proxy", proxy)
            async with connect("http://hc.invalid", net.token, read_only=True, timing=clock.timing) as client:
                return (await client.article("1")).id

    assert asyncio.run(main()) == "1"
    assert script.seen[0].line == "GET http://hc.invalid/articles/1"


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_nobody_vouches_for(net, clock, tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run(["openssl", *made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    reached = []

    async def serve(reader, writer):
        reached.append(await reader.read())

    async def main():
        async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
            url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with connect(url, net.token, read_only=False, timing=clock.timing) as client:
                with pytest.raises(Unavailable) as caught:
                    await client.create_article({"title": "T"})
                return caught.value, client.requests

    error, requests = asyncio.run(main())
    assert requests == 1
    assert reached == []
    assert error.code == "HC404"
    assert re.search(r"the certificate of 127\.0\.0\.1:\d+ could not be verified", str(error))
    assert "SSL_CERT_FILE" in error.hint
