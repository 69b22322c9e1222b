"""Who may write to an environment, and until when."""

import msgspec


class Lease(msgspec.Struct, frozen=True, omit_defaults=True):
    """`owner` is a person at a machine or the address of a CI run; `purpose` the command. `since` and `expires` are in
    Unix seconds. `machine`, `pid` and `born` name the process, so that others there can see whether it still lives;
    "" and 0 where nobody could tell."""

    id: str
    owner: str
    purpose: str
    since: int
    expires: int
    machine: str = ""
    pid: int = 0
    born: str = ""
