# a clock that went backwards ends nothing
timeout 10
100000 sent
101000 look 1000 1
50000 look 0 7
51000 look 1000 7
= alive
