"""Use cases: threads yes, Qt no, engines only through domain.ports."""
