import state

state.hits["late"] = 1
