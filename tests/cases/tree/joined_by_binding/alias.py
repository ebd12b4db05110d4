import state

names = state.names
