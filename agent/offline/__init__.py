"""The offline mentor: the same agent with no model at all.

`model` is the LangChain chat model; `conversation` reads its messages, `understanding` and the
`intents` say what the learner is after, `mentor` decides the next step, `wording` and `answers`
put it in words. All but `model` and `conversation` are plain functions over frozen values.
"""
