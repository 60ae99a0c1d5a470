# bytes that were retransmitted only a little before they are seen have their time
timeout 10
20000 found 3
20000 look 20000 3
24000 look 24000 7
28000 look 28000 10
= alive
28600 look 28600 11
= dead 28600
