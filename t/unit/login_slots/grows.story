# eight may log in at first, and one more after a second and as many logins
0 open 8
0 take
repeat 7
100 answered
end
400 open 8
400 answered
400 open 9
repeat 10
10 take
20 answered
end
20 open 9
1000 answered
1000 open 10
