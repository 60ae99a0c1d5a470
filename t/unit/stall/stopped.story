# silence begins anew after ssh was stopped
timeout 10
0 sent
4000 look 4000 7
8000 look 8000 7
9500 forgive
10500 look 10500 9
15000 look 15000 12
= alive
19500 look 19500 15
= dead 19500
