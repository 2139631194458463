"""The ground floor: errors, clock, paths, settings and clean text. Imports no other room."""
