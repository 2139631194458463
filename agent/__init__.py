"""The LangGraph ReAct agent behind one door, `MentorSession`."""

import os

# LangChain sends every prompt to LangSmith where the environment asks for it. Nothing of a
# learner's leaves this machine but what the chosen model is asked.
os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
