# a second signal while ssh is being ended kills it
0 start
100 reach ready
200 stop 15
> term cont
300 stop 15
> kill
350 signal 9
> quit
= status 0
