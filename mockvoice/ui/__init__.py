"""Qt pages and widgets; the only place that imports PySide6."""
