# a changed host key does not end a first start that nobody waits for
# anybody on the path can show one
0 start
100 reach banner
100 cause host-key
100 exit 255
> wait
= waiting
= within 30000 60000
60100 wait
> spawn
100 reach banner
100 cause wrong
100 exit 255
> wait
= waiting
= within 30000 60000
