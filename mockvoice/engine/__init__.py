"""The only native imports, each inside the class that needs it."""
