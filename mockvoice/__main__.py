"""``mockvoice``, and ``python -m mockvoice --worker ROLE`` for its worker processes."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program or one of its workers; returns the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--worker"]:
        from mockvoice.worker import child

        return child.main(arguments[1:])
    # Imported here so that a worker starts without the program it works for.
    from mockvoice.app import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
