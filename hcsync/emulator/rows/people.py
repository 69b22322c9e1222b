"""A store goes in; its teammates and help centers come out."""

from dataclasses import dataclass

from hcsync.emulator.settings import Admin
from hcsync.emulator.store import Store


@dataclass(frozen=True, slots=True)
class HelpCenter:
    """A help center of the workspace. Times are Unix seconds."""

    id: int
    identifier: str
    display_name: str
    created_at: int
    updated_at: int


def admins(store: Store) -> list[Admin]:
    """In the order they were given; the first is the one the token acts as."""
    return [Admin(*tuple(row)) for row in store.rows("SELECT id, name, email FROM admins ORDER BY position")]


def is_admin(store: Store, admin_id: int) -> bool:
    return store.row("SELECT 1 FROM admins WHERE id = ?", (admin_id,)) is not None


def help_centers(store: Store) -> list[HelpCenter]:
    """The first is the default one."""
    rows = store.rows("SELECT id, identifier, display_name, created_at, updated_at FROM help_centers ORDER BY id")
    return [HelpCenter(*tuple(row)) for row in rows]
