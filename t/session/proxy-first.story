# a proxy that does not take us at the first start ends it
0 start
100 reach started
200 cause proxy
200 exit 255
> end quit
= over
= status 255
