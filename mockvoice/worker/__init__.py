"""The process boundary: typed messages, child, host and remote ports."""
