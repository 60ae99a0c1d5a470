# when all is acknowledged no timer runs
timeout 10
0 sent
1000 look
= asleep
5000 sent
6000 look 900 0
= alive
7000 look
= asleep
