"""The LangGraph ReAct agent behind one door, `MentorSession`."""
