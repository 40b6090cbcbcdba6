"""`python -m kimotsuki_ictclub` is `ictclub`."""

from .cli import main

main()
