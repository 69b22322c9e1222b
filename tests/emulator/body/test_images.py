"""Images: where they may come from, where they go, what is remembered."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hcsync.emulator.rows import images
from hcsync.emulator.rows.images import Image

SOURCES = re.compile(r'src="([^"?]*)')
PIXEL = b"\x89PNG\r\n\x1a\n pixel"
BAD = (400, "parameter_invalid")


def sources(body):
    return SOURCES.findall(body)


def image(source):
    return f'<img src="{source}">'


def refusal(center, source):
    return center.refused("POST", "/articles", {"title": "T", "author_id": 1, "body": image(source)})


@pytest.mark.parametrize(
    "source",
    [
        "", "a.png", "/a.png", "//e.com/a.png", "data:image/png;base64,AA==", "ftp://e.com/a.png", "file:///etc/passwd",
        "https:///a.png", "https://pictures.invalid/a.png", "http://invalid/a.png", "https://[x/a.png",
    ],
)  # fmt: skip
def test_sources_that_cannot_be_fetched(center, source):
    status, code, message = refusal(center, source)
    assert ((status, code), message) == (BAD, f"Image could not be downloaded: {source}")


@pytest.mark.parametrize(
    ("region", "host"),
    [("us", "downloads.intercomcdn.com"), ("eu", "downloads.intercomcdn.eu"), ("au", "downloads.au.intercomcdn.com")],
)
def test_each_region_has_its_host_and_the_source_is_remembered(start, region, host):
    center = start({"region": region})
    (url,) = sources(center.stored(image("https://e.com/dir/My picture.png?v=2")))
    assert re.fullmatch(rf"https://{re.escape(host)}/i/o/53f8b23b/\d{{10}}/[0-9a-f]{{28}}/My-picture.png", url)
    path = url.removeprefix(f"https://{host}")
    assert images.get(center.store, path) == Image(path, "https://e.com/dir/My picture.png?v=2")
    assert images.get(center.store, "/i/o/other") is None


def test_one_source_in_several_locales_is_one_upload(center):
    body = image("https://e.com/a.png")
    made = center.article(body=body, translated_content={"fr": {"title": "F", "body": body + body}})
    assert len({*sources(made["body"]), *sources(made["translated_content"]["fr"]["body"])}) == 1


def test_what_is_on_the_cdn_keeps_its_path(center):
    made = center.article(body=image("https://e.com/a.png"))
    (url,) = sources(made["body"])
    bare = center.put(f"/articles/{made['id']}", {"body": image(url)})
    signed = center.put(f"/articles/{made['id']}", {"body": made["body"]})
    foreign = center.stored(image("https://downloads.intercomcdn.eu/i/o/x/1/y/z.png?expires=1"))
    assert sources(bare["body"]) == sources(signed["body"]) == [url]
    assert sources(foreign) == ["https://downloads.intercomcdn.eu/i/o/x/1/y/z.png"]
    assert images.count(center.store) == 1


def test_assets_come_from_the_folder_and_never_from_outside(start, tmp_path):
    folder = tmp_path / "assets"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "a b.png").write_bytes(PIXEL)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    center = start({"assets": folder})
    base = "https://hcsync.localhost/assets/"
    (url,) = sources(center.stored(image(f"{base}images/a%20b.png")))
    path = url.removeprefix("https://downloads.intercomcdn.com")
    assert images.get(center.store, path) == Image(path, f"{base}images/a%20b.png", "image/png", PIXEL)
    for outside in ("none.png", "images", "../secret.png", "%2e%2e/secret.png", "link.png", "a%00.png"):
        assert refusal(center, base + outside)[:2] == BAD, outside


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self):
        kind = {"/a.png": "image/png", "/page": "text/html"}.get(self.path)
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(PIXEL)

    def log_message(self, *_):
        pass


@pytest.fixture
def pictures():
    server = HTTPServer(("127.0.0.1", 0), _Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_really_fetching(start, pictures):
    center = start(image_fetch="on")
    (url,) = sources(center.stored(image(f"{pictures}/a.png")))
    kept = images.get(center.store, url.removeprefix("https://downloads.intercomcdn.com"))
    assert (kept.source, kept.media_type, kept.data) == (f"{pictures}/a.png", "image/png", PIXEL)
    for bad in ("/page", "/none.png"):
        assert refusal(center, pictures + bad)[:2] == BAD
