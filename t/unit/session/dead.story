# the guard's verdict while it is up
0 start
100 reach ready
90000 cause dead
90010 exit 255
> lost
= within 100 1000
