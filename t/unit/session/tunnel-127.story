# an ssh that is missing during an upgrade is retried until it is there
0 start
100 reach ready
90000 exit 255
95000 wait
95010 exit 127
> wait
= within 30000 60000
