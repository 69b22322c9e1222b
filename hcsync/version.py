"""The version of the package, and nothing else: read at start-up without importing anything."""

__version__ = "0.1.0"
