# while the server refuses, one tunnel dials at a time, half a second apart
0 take
5000 failed 10
5000 open 0
5499 open 0
5500 open 1
5500 take
5510 failed 10
5510 open 0
6010 open 1
# as long as it lasts
repeat 100
500 take
510 failed 10
1009 open 0
1010 open 1
end
