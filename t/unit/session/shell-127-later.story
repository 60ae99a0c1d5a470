# the status of an ssh that failed to start is not that of the shell
shell
0 start
100 reach ready
90000 exit 255
95000 wait
95010 exit 127
> wait
= within 30000 60000
