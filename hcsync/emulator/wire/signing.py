"""A stored body goes in; the same with every image of Intercom's CDN signed for the next minutes comes out.

Signatures change in buckets of 900 seconds, so two reads of one body differ now and then (observed).
"""

import base64
import hashlib
import hmac
import re
from functools import lru_cache
from urllib.parse import quote

from hcsync.emulator.store import Store

BUCKET = 900
_OURS = re.compile(r'(<img src="https://)([^/"]+)(/i/o/[^"?]*)"')


def sign(store: Store, body: str) -> str:
    """Put `?expires=…&amp;signature=…&amp;req=…` on each image source of a CDN path."""
    if "/i/o/" not in body or store.settings.quirks["image-query"] == "none":
        return body
    expires = (store.now // BUCKET + 2) * BUCKET
    with_req = store.settings.quirks["image-query"] == "full"
    return _OURS.sub(
        lambda hit: f'{hit[1]}{hit[2]}{hit[3]}?{_query(store.workspace, hit[3], expires, with_req)}"', body
    )


@lru_cache(maxsize=4096)
def _query(workspace: str, path: str, expires: int, with_req: bool) -> str:
    signature = hmac.new(workspace.encode(), f"{path}:{expires}".encode(), hashlib.sha256).hexdigest()
    query = f"expires={expires}&amp;signature={signature}"
    if not with_req:
        return query
    # Intercom's own is base64 broken over lines, so a %0A is in it.
    opaque = base64.encodebytes(hashlib.sha512(f"{path}:{expires}".encode()).digest()).decode()
    return f"{query}&amp;req={quote(opaque, safe='')}"
