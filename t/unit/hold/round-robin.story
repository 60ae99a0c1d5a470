# clients of two forwards pass in turn: many of one do not keep the other waiting
hold 30000 2 100 2
0 clients 4 0
1 clients 2 1
10 up 0
> pass0 pass1
20 up 1
> -
30 ends 0
> pass4
40 ends 1
> pass2
50 ends 4
> pass5
