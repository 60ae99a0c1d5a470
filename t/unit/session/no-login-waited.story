# a login that a person waits for has no limit, and a reconnect has one
waited
0 start
> spawn
300 reach banner
900000 wait
> -
= trying
900100 reach ready
> up
901000 exit 255
> lost
910000 wait
> spawn
910300 reach banner
1060300 wait
> term cont
