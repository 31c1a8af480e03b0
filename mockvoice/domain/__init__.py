"""Pure rules of the field: no files, clocks, threads or native libraries."""
