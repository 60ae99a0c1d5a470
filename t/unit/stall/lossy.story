# a lossy path that lets some retransmits through is not dead
timeout 10
0 sent
4000 look 4000 6
8000 look 8000 9
8500 look 100 0
15000 look 6000 8
18000 look 9600 12
18500 look 10 0
= alive
