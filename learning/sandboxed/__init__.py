"""What runs in the child process that a learner's code is run in: the standard library alone.

`walls` asks the kernel for limits, `guard` watches what the interpreter is asked to do and says no
in plain words, `plain_values` turns results into plain data, `child` runs the code.
"""
