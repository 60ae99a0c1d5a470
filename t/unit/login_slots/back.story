# once the server answers, no more than eight log in at a time
0 take
1600 answered 8
1600 open 9
2000 take
2100 failed 100
2100 open 0
2700 take
2800 answered
2800 open 8
