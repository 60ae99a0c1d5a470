# a login that nobody waits for has a limit, counted from the banner
0 start
> spawn
100 reach started
200 reach connected
300 reach banner
= timer 150300
150299 wait
= trying
> -
150300 wait
> term cont
= ending
155300 wait
> kill
155400 signal 9
> wait
= waiting
# a login that is done has none
200000 wait
> spawn
200300 reach banner
200900 reach authenticated
500000 wait
> -
= trying
