"""The intents the offline mentor recognises, a file per family; each is one small function."""
