"""`python -m hcsync` is `hcsync`."""

from hcsync.cli.main import main

main()
