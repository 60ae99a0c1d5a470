# a timeout of 3 s asks for three retransmits, not for seven
timeout 3
0 sent
1000 look 1000 1
2000 look 2000 2
3000 look 3000 2
= alive
3500 look 3500 3
= dead 3500
