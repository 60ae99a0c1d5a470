# SIGINT is raised again once all is cleaned up
0 start
100 reach ready
200 stop 2
> term cont
250 exit 255
> quit
= stop 2
