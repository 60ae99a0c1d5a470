# a server that is full is asked every few seconds, for a minute
chance 100
0 start
500 reach connected
500 cause closed
500 exit 255
= within 999 1000
1500 wait
> spawn
1600 reach connected
1600 cause closed
1600 exit 255
= within 1999 2000
3600 wait
3700 reach connected
3700 cause closed
3700 exit 255
= within 3999 4000
7700 wait
7700 reach connected
7700 cause closed
7700 exit 255
= within 4999 5000
12700 wait
chance 0
12700 reach connected
12700 cause closed
12700 exit 255
= within 2500 2501
chance 100
repeat 11
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
= within 9999 10000
15000 wait
15000 reach connected
15000 cause closed
15000 exit 255
= within 19999 20000
repeat 3
60000 wait
60000 reach connected
60000 cause closed
60000 exit 255
end
= within 59999 60000
