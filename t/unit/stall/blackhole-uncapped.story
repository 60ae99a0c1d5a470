# without a cap the seventh retransmit comes after 25 s, and so does the verdict
timeout 10 uncapped
0 sent
1000 look 1000 2
3000 look 3000 3
7000 look 7000 5
10000 look 10000 5
13000 look 13000 6
20000 look 20000 6
25000 look 25000 6
= alive
26000 look 26000 7
= dead 26000
