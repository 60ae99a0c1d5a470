# a changed host key ends the first start, and only slows a later one
0 start
100 reach banner
100 cause host-key
100 exit 255
> end quit
= status 255
