# a client that left while it waited does not pass
hold 30000 1
0 clients 3 0
10 left 1
= left 0 1
20 up 0
> pass0 pass2
= held 0 0
