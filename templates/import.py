import MODULE
