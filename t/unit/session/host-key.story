# a changed host key ends a first start that a person waits for
waited
0 start
100 reach banner
100 cause host-key
100 exit 255
> end quit
= status 255
