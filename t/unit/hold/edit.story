# a forward that is gone resets its waiting clients, and keeps the connected ones
hold 30000 2
0 up 0
0 clients 2 0
> pass0 pass1
10 down 0
10 clients 2 0
10 client 1
> -
20 removed 0
> reset2 reset3
= held 0 0
= connected 0 2
= held 1 1
# another longest wait is for the clients that wait, too
hold 30000 1
0 client 0
500 span 2000
> -
600 client 0
2000 wait
> reset0
2600 wait
> reset1
= idle
