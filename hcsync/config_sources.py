"""A folder and the environment's variables → what stands in hcsync.yml and in `HCSYNC_*`, checked key by key."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hcsync import yaml12
from hcsync.config_keys import ENVIRONMENT, TABLE, take_out_secrets
from hcsync.errors import ConfigError
from hcsync.keytable import Reading
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place
from hcsync.yaml12 import Node

FILE_NAMES = ("hcsync.yml", "hcsync.yaml")
ENVIRONMENT_VARIABLES = ("region", "base_url", "workspace", "help_center")  # set for every environment that is live
_FILE_VARIABLES = ("content", "default_locale", "locales")


def find(start: Path, explicit: Path | None) -> Path | None:
    """The file: `explicit`, or the nearest in `start` or above it. Raises ConfigError where `explicit` is not there."""
    if explicit is not None:
        path = explicit if explicit.is_absolute() else start / explicit
        if not path.is_file():
            raise ConfigError(f"there is no file {explicit}.", code=Code.CONFIG_INVALID)
        return path.resolve()
    for folder in (start, *start.parents):
        here = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
        if len(here) > 1:
            message = f"{folder} holds both hcsync.yml and hcsync.yaml."
            raise ConfigError(message, hint="Keep hcsync.yml.", code=Code.CONFIG_INVALID)
        if here:
            return here[0]
    return None


def read(path: Path, reading: Reading) -> Node | None:
    """The file's values without secrets; None where it is empty or cannot be read (then a fault is noted). Raises
    ConfigError where the system does not give the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise ConfigError(f"{path} cannot be read: {fault.strerror}.", code=Code.CONFIG_INVALID) from fault
    except UnicodeDecodeError as fault:
        place = Place(path.name, fault.object.count(b"\n", 0, fault.start) + 1, 1)
        reading.diagnostics.append(Diagnostic(Code.NOT_TEXT, "this line is not UTF-8", place, "save the file as UTF-8"))
        return None
    document = yaml12.read(text, path.name)
    reading.diagnostics.extend(document.diagnostics)
    if document.root is None or document.root.value is None:
        return None
    return take_out_secrets(document.root, reading)


def variables(environ: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """The `HCSYNC_*` variables that stand in for keys of the file, checked as the keys are. `HCSYNC_LOCALES` is
    separated by commas or spaces. An empty variable is as if it were not set."""
    kinds = {key.name: key.kind for key in (*TABLE, *ENVIRONMENT)}
    found: dict[str, Any] = {}
    for name in (*_FILE_VARIABLES, *ENVIRONMENT_VARIABLES):
        variable = f"HCSYNC_{name.upper()}"
        text = environ.get(variable, "").strip()
        if not text:
            continue
        own = Reading(variable, reading.unknown, Code.CONFIG_INVALID)
        node = _node([_node(part) for part in text.replace(",", " ").split()] if name == "locales" else text)
        value = kinds[name].read(name, node, own)
        reading.diagnostics.extend(own.diagnostics)
        if value is not None:
            found[name] = value
    return found


def _node(value: Any) -> Node:
    return Node(value, value if isinstance(value, str) else "", 0, 0, 0, 0)
