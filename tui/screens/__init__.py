"""The chat, and the windows that open over it."""
