def   odd ( a,b ) :   return a+b   # odd layout


X={ 'a' :1 }
