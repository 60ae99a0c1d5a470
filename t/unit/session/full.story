# a full server is retried every few seconds, and less often after five minutes
chance 100
0 start
500 reach connected
500 cause closed
500 exit 255
= within 1999 2000
2500 wait
> spawn
2600 reach connected
2600 cause closed
2600 exit 255
= within 3999 4000
6600 wait
6700 reach connected
6700 cause closed
6700 exit 255
= within 4999 5000
11700 wait
chance 0
11700 reach connected
11700 cause closed
11700 exit 255
= within 2500 2501
chance 100
repeat 76
5000 wait
5000 reach connected
5000 cause closed
5000 exit 255
= within 4999 5000
end
5000 wait
5000 reach connected
5000 cause closed
5000 exit 255
= within 6249 6250
12000 wait
12000 reach connected
12000 cause closed
12000 exit 255
= within 7811 7812
repeat 11
60000 wait
60000 reach connected
60000 cause closed
60000 exit 255
end
= within 59999 60000
