# a proxy that refuses the login ends a first start that a person waits for
waited
0 start
100 reach started
200 cause proxy
200 exit 255
> end quit
= over
= status 255
