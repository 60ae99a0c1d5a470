# a client is reset exactly when its time is over, and not before
hold 30000 1
0 client 0
= timer 30000
500 client 0
30000 wait
> reset0
= timer 30500
= expired 0 1
30500 wait
> reset1
= idle
