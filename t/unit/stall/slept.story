# the machine slept an hour with bytes out: the hour does not count
timeout 10
0 sent
1000 look 1000 2
2000 look 2000 3
3602000 look 3602000 7
= alive
3605000 look 3605000 9
= alive
3608000 look 3608000 9
= alive
3609000 look 3609000 12
= dead 3609000
