# SIGTERM to a shell is raised again
shell
0 start
100 reach ready
200 stop 15
250 exit 255
> quit
= stop 15
