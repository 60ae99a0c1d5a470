# without a log, forwards that are not refused within five seconds count as granted
forwards R R L
0 begin
0 login silent
0 look 2 up
1000 look 1 down
> -
= timer 1250
1250 wait
> cancel1
1260 done
> forward1
1270 denied
5000 wait
> forward1
= up 2
= settled
