"""Parts of a page → those of them that there is room for."""

# What GitHub takes as one body. It counts characters; those beyond the basic plane are counted twice here.
LARGEST = 65_536


def size(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")


def taken(rows: list[str], room: int) -> tuple[list[str], int]:
    """As many rows as there is room for, and the room that is left."""
    for number, row in enumerate(rows):
        room -= size(row) + 1
        if room < 0:
            return rows[:number], 0
    return rows, room
