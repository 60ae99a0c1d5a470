# one tunnel may always log in
0 take
100 dropped 50
200 dropped 50
300 dropped 50
400 dropped 50
500 dropped 50
500 open 1
