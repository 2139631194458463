"""The pieces of the screen, one file each."""
