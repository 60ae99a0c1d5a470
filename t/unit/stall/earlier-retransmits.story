# retransmits of an earlier trouble that was answered do not count again
timeout 10
0 sent
1000 look 10 0 500
6000 look 5010 5 500
11000 look 10010 10 500
= alive
