"""State values for tests: hand-made ones, and hypothesis strategies over all of them."""

from hypothesis import strategies as st

from hcsync.model.address import Address, Kind
from hcsync.model.state import Base, Entry, LocaleEntry, State


def state(entries: dict[Address, Entry] | None = None, **changes: object) -> State:
    values: dict[str, object] = {
        "environment": "production",
        "workspace": "ws1",
        "lineage": "l1",
        "serial": 7,
        "canonical": 1,
        "entries": entries or {},
    }
    return State(**{**values, **changes})  # type: ignore[arg-type]


def entry(remote_id: str = "1", title: str = "t") -> Entry:
    """An entry of one locale with one field."""
    return Entry(remote_id, Base("", ""), {"en": LocaleEntry({"title": Base(title, title)})})


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_keys = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
addresses = st.builds(Address, st.sampled_from(Kind), _keys)
bases = st.builds(Base, _text, _text)
entries = st.builds(
    Entry,
    _text,
    bases,
    st.dictionaries(
        _text,
        st.builds(
            LocaleEntry,
            st.dictionaries(_text, bases, max_size=3),
            blob=_text,
            raw=_text,
            url=st.none() | _text,
            orphaned=st.booleans(),
        ),
        max_size=3,
    ),
    path=_text,
    protect=st.booleans(),
    orphaned=st.booleans(),
)
states = st.builds(
    State,
    _text,
    _text,
    _text,
    st.integers(0, 2**40),
    st.integers(0, 1000),
    st.dictionaries(addresses, entries, max_size=5),
)
