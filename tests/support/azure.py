"""A server that answers as Azure's blob store does: Azurite, which Microsoft makes, where it is installed."""

import atexit
import base64
import hashlib
import hmac
import os
import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

AZURITE = shutil.which("azurite-blob")
CONTAINER = "hcsync-test"
# The account that Azurite knows, as its documentation gives it.
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


@cache
def azure_variables() -> dict[str, str]:
    """Starts the server, once for the test process, and returns what the environment of a client must say; that of
    this process says it from now on."""
    assert AZURITE
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    silent = ["--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
    server = subprocess.Popen([AZURITE, *silent, f"--blobPort={port}"], stdout=subprocess.DEVNULL)
    atexit.register(server.terminate)
    url = f"http://127.0.0.1:{port}"
    _make_container(url)
    variables = {
        "AZURITE_BLOB_STORAGE_URL": url,
        "AZURE_STORAGE_USE_EMULATOR": "true",
        "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
        "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
    }
    os.environ.update(variables)
    return variables


def _make_container(url: str) -> None:
    """Signed by hand, since obstore makes no containers (Azure, "Authorize with Shared Key")."""
    headers = {"x-ms-date": format_datetime(datetime.now(UTC), usegmt=True), "x-ms-version": "2021-08-06"}
    said = "\n".join(f"{name}:{value}" for name, value in headers.items())
    signed = f"PUT{12 * chr(10)}{said}\n/{_ACCOUNT}/{_ACCOUNT}/{CONTAINER}\nrestype:container"
    mac = hmac.new(base64.b64decode(_KEY), signed.encode(), hashlib.sha256).digest()
    headers["Authorization"] = f"SharedKey {_ACCOUNT}:{base64.b64encode(mac).decode()}"
    request = Request(f"{url}/{_ACCOUNT}/{CONTAINER}?restype=container", method="PUT", headers=headers)
    for _ in range(400):
        try:
            with urlopen(request, timeout=30) as answer:
                assert answer.status == 201
            return
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.05)
    raise AssertionError("nobody listens")
