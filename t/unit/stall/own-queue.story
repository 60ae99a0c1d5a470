# a full queue of this machine lets nothing out: timeouts without a packet do not count
timeout 10
0 sent
1000 look 1000 1 1
5000 look 5000 5 1
9000 look 9000 9 1
13000 look 13000 13 2
17000 look 17000 17 2
= alive
21000 look 21000 21 2
25000 look 25000 25 2
29000 look 29000 29 2
= alive
30000 look 30000 30 2
= dead 30000
