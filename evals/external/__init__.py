"""Yardsticks from outside: how Waymark's cores do on data sets of a known form."""
