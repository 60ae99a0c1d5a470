# a proxy that refuses the login does not end a first start that nobody waits for
0 start
100 reach started
200 cause proxy
200 exit 255
> wait
= waiting
= within 30000 60000
60200 wait
> spawn
