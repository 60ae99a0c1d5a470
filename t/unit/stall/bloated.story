# with a round trip of 8 s in a full queue 10 s of silence prove nothing
timeout 10
0 sent
1000 look 10 0 0 8000
5000 look 4000 4 4 8000
10000 look 9000 9 9 8000
14000 look 13000 13 13 8000
= alive
17000 look 16000 16 16 8000
= dead 17000
