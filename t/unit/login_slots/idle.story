# a minute without a login forgets what was learnt
0 take
100 dropped 50
100 open 4
60000 open 8
60000 take
60000 open 8
