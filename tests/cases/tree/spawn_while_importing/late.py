import early
import state

state.hits["late"] = 1
