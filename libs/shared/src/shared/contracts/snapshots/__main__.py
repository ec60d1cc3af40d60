"""Accept the events' present form: `python -m shared.contracts.snapshots [--breaking]`."""

import sys

from shared.contracts.snapshots import write

if __name__ == "__main__":
    refused = write(breaking="--breaking" in sys.argv[1:])
    if refused:
        sys.exit(
            "Not accepted: readers of the old form could not live with this. Make it a new event type (.v2), or say "
            "--breaking before a first release.\n  " + "\n  ".join(refused)
        )
