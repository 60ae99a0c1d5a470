# a loss resets the connected clients, and those that wait go to the next ssh
hold 30000 1 2 2
0 up 0
0 clients 2 0
> pass0 pass1
10 clients 2 0
> -
= full
20 lost
> reset0 reset1
= lost 0 2
= held 0 2
5000 up 0
> pass2 pass3
= clients 0 4
