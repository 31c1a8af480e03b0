"""What the app reads of a worker."""

from __future__ import annotations

import io

from mockvoice.worker.process import _lines


def test_half_a_line_at_the_end_is_not_read() -> None:
    """A worker that died while it wrote is told as dead, not as talking garbage."""
    assert list(_lines(io.BytesIO(b'{"type": "beat"}\n{"type": "res'))) == [b'{"type": "beat"}\n']
    assert list(_lines(io.BytesIO(b""))) == []
