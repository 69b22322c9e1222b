"""Parts of a page → those of them that there is room for."""

from collections.abc import Callable

# What GitHub takes as one body. It counts characters; those beyond the basic plane are counted twice here.
LARGEST = 65_536


# With less room than this a report would say nothing.
_LEAST = 2_000


def within(made: Callable[[int], str], room: int) -> str:
    """What `made` gives for so many characters that it takes no more than `room` bytes; "" where nothing does."""
    largest = room
    while largest >= _LEAST:
        text = made(largest)
        length = len(text.encode())
        if length <= room:
            return text
        largest = min(largest - 1, int(largest * room / length * 0.95))
    return ""


def size(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")


def taken(rows: list[str], room: int) -> tuple[list[str], int]:
    """As many rows as there is room for, and the room that is left."""
    for number, row in enumerate(rows):
        room -= size(row) + 1
        if room < 0:
            return rows[:number], 0
    return rows, room
