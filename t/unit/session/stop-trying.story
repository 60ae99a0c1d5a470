# TERM to a tunnel that is being tried: ended, and done well
0 start
100 stop 15
> term cont
150 signal 15
> quit
= status 0
= stop 0
