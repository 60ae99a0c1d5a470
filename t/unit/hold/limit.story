# a client passes when another one ends, if as many are connected as may be
hold 30000 1 2 1
0 up 0
0 clients 2 0
> pass0
= timer 30000
100 ends 0
> pass1
= left 0 0
= connected 0 1
= idle
