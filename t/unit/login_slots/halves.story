# half as many after a drop, and four times the logins to be dropped again
0 take
2200 dropped 200
2200 open 4
3300 answered 3
3300 open 4
3300 answered
3300 open 5
4400 answered 5
5500 answered 6
5500 open 7
6600 answered 27
6600 open 7
6600 answered
6600 open 8
