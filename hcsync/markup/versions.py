"""Versions of the two forms that digests are made with. Raised by hand whenever a rule changes what comes out."""

RENDER_VERSION = 14
CANONICAL_VERSION = 9
