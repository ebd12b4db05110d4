# No marker: byte for byte, whatever it holds.
import threading

if True :
	x = 1 ;  y=2

def f( a,b ) :
	return a+b   
