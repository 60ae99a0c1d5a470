# SIGTERM to a tunnel that is up ends it, and sshp ends with 0
0 start
100 reach ready
200 stop 15
> term cont
250 exit 0
> quit
= status 0
= stop 0
