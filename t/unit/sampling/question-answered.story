# data that came after the last data sent is the answer to it
timeout 10 10000
10000 sent
10100 came
12000 look 52 28
= heard 10100
= frozen 0
