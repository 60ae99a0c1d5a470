# a config that was broken while the tunnel was up is retried
0 start
100 reach ready
90000 exit 255
95000 wait
95010 exit 255
> wait
= within 30000 60000
