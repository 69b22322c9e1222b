import asyncio

import httpx
import pytest

from hcsync.errors import HcsyncError
from hcsync.intercom.client import connect
from hcsync.intercom.rings.read_only import ReadOnly, ReadOnlyViolation

WRITES = {
    "POST /articles": lambda client: client.create_article({"title": "T"}),
    "PUT /articles/1": lambda client: client.update_article("1", {"title": "T"}),
    "DELETE /articles/1": lambda client: client.delete_article("1"),
    "POST /help_center/collections": lambda client: client.create_collection({"name": "N"}),
    "PUT /help_center/collections/1": lambda client: client.update_collection("1", {"name": "N"}),
    "DELETE /help_center/collections/1": lambda client: client.delete_collection("1"),
}


@pytest.mark.parametrize("operation", WRITES)
def test_no_write_leaves_a_read_only_client(net, clock, operation):
    script = net.Script([net.as_json({"id": "1"})])

    async def main():
        async with script.serving() as url, connect(url, net.token, read_only=True, timing=clock.timing) as client:
            assert client.read_only
            with pytest.raises(ReadOnlyViolation) as caught:
                await WRITES[operation](client)
            return str(caught.value), client.requests

    message, requests = asyncio.run(main())
    assert operation in message
    assert requests == 0
    assert script.seen == []
    assert issubclass(ReadOnlyViolation, HcsyncError)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "get", "TRACE"])
def test_the_ring_lets_nothing_but_get_through(method):
    reached = []

    async def app(scope, receive, send):
        reached.append(scope["method"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    ring = ReadOnly(httpx.ASGITransport(app))

    async def main():
        request = httpx.Request("GET", "http://local/")
        assert (await ring.handle_async_request(request)).status_code == 200
        request.method = method
        with pytest.raises(ReadOnlyViolation):
            await ring.handle_async_request(request)

    asyncio.run(main())
    assert reached == ["GET"]
