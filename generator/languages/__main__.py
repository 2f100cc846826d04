"""`python -m generator.languages [FILE…]`: bring messages.pot and the catalogues up to date with the code, or
catalogues of a site (site_config/locales/XX.po), which are made where they are not there."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.languages.upkeep import update_catalogue, update_ours

if __name__ == "__main__":
    files = [Path(name) for name in sys.argv[1:]]
    for path in files:
        update_catalogue(path)
    if not files:
        update_ours()
