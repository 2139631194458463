"""The `waymark` command."""
