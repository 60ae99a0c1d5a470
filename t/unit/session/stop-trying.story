# SIGTERM during an attempt of a tunnel ends it, and sshp ends with 0
0 start
100 stop 15
> term cont
150 signal 15
> quit
= status 0
= stop 0
