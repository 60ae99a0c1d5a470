# the verdict of the guard ends a connection that is up, and sshp reconnects
0 start
100 reach ready
90000 cause dead
90010 exit 255
> lost
= within 100 1000
