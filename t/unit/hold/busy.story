# ssh has no room: a client waits a moment, and a client of another forward does not
hold 30000 2
0 client 0
1 busy
2 up 0
> busy0
= timer 12
12 wait
> busy0
13 room
> -
14 up 1
15 client 1
> pass1
22 wait
> pass0
= idle
