# TERM while it is being replaced: it is not replaced
0 start
100 reach ready
200 again
210 stop 15
250 exit 0
> quit
