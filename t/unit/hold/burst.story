# not more than 32 clients pass at once, because ssh's backlog is short
hold 30000 1
0 clients 100 0
10 up 0
= passed 32
= timer 15
15 wait
= passed 64
20 wait
= passed 96
25 wait
= passed 100
= idle
