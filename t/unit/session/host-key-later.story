# a host key that changes later is retried near the ceiling
0 start
100 reach ready
90000 exit 255
100000 wait
100100 reach banner
100100 cause host-key
100100 exit 255
> wait
= within 30000 60000
