# bytes that are unacknowledged at a look are handed to the stall machine
timeout 20
9000 sent
10000 look 100 0 0
= idle
19000 sent
20000 look 100 0 52
= watch
= never
21000 watched
26000 watched
= due 36000
