"""The object store as a place for a state: what it says when something is wrong."""

import subprocess
import sys
from pathlib import Path

import obstore
import pytest
from obstore.exceptions import AlreadyExistsError, PreconditionError
from obstore.store import from_url
from places import BUCKET, s3_place, s3_variables

from hcsync.errors import UsageError
from hcsync.model.codes import Code
from hcsync.objects import words_of
from hcsync.state.backend import Slot
from hcsync.state.backends.object_store import ObjectStoreBackend


def test_the_server_of_these_tests_keeps_to_the_conditions_of_a_put(tmp_path: Path) -> None:
    """Or else they would show nothing (S3, "Conditional writes")."""
    s3_variables()
    store = from_url(f"s3://{BUCKET}/{tmp_path.name}", client_options={"allow_http": True})
    first = obstore.put(store, "x", b"1", mode="create")["e_tag"] or ""
    with pytest.raises(AlreadyExistsError):
        obstore.put(store, "x", b"2", mode="create")
    second = obstore.put(store, "x", b"2", mode={"e_tag": first})["e_tag"]
    with pytest.raises(PreconditionError):
        obstore.put(store, "x", b"3", mode={"e_tag": first})
    with pytest.raises(PreconditionError):
        obstore.put(store, "y", b"3", mode={"e_tag": first})
    assert first != second
    assert bytes(obstore.get(store, "x").bytes()) == b"2"


def test_the_place_is_the_address_and_the_environment() -> None:
    assert s3_place("a/key/").another().place == f"s3://{BUCKET}/a/key/production"


def _trouble(address: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        ObjectStoreBackend(address, "production").read(Slot.STATE)
    assert "\n" not in caught.value.message
    return caught.value


def test_a_bucket_that_is_not_there_is_no_empty_state() -> None:
    s3_variables()
    trouble = _trouble("s3://another-bucket/key")
    assert (trouble.code, trouble.exit_code) == (Code.STATE_UNREACHABLE, 1)
    assert trouble.message.startswith("the state cannot be kept at s3://another-bucket/key/production: ")
    assert trouble.message.endswith("404 Not Found: NoSuchBucket.")


def test_what_a_store_says_of_keys_and_signatures_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    s3_variables()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cr3t")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA0")
    message = _trouble("s3://bucket/key").message
    assert "http://127.0.0.1:1/bucket/key/production/state.json" in message
    assert not any(word in message for word in ("s3cr3t", "AKIA0"))
    said = 'Error performing PUT https://x/y?X-Amz-Signature=s3cr3t in 5ms - 403: <?xml version="1.0"?><Error>'
    assert words_of(f"{said}<Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIA0") == (
        "Error performing PUT https://x/y in 5ms - 403: SignatureDoesNotMatch"
    )


def test_a_store_that_lacks_its_variables_says_which_place_it_is() -> None:
    assert _trouble("az://container/key").code == Code.STATE_UNREACHABLE


def test_a_part_that_is_not_installed_is_named_with_the_way_to_install_it() -> None:
    script = (
        "import sys; sys.modules['obstore'] = None\n"
        "from hcsync.state.backends.object_store import ObjectStoreBackend\n"
        "from hcsync.errors import UsageError\n"
        "try: ObjectStoreBackend('s3://bucket/key', 'production')\n"
        "except UsageError as error: print(error.code, error.exit_code, error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "HC313 1 Install it: pip install 'hcsync[object-store]'\n"
