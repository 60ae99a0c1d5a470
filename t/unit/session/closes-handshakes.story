# a server that closes every handshake is retried less and less often
chance 100
0 start
500 reach banner
500 cause closed
500 exit 255
= within 999 1000
1500 wait
> spawn
1600 reach banner
1600 exit 255
= within 1999 2000
3600 wait
3700 reach banner
3700 exit 255
= within 3999 4000
7700 wait
7700 reach banner
7700 exit 255
15700 wait
15700 reach banner
15700 exit 255
31700 wait
31700 reach banner
31700 exit 255
= within 31999 32000
63700 wait
63700 reach banner
63700 exit 255
= within 59999 60000
