# data sent after the last data that came is a question without an answer
timeout 10 10000
1000 came
11000 sent
13500 look 52 500
= heard 1000
= frozen 1
21000 sent
23500 look 104 500
= frozen 2
