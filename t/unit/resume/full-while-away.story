# without a transport an end reads on until its ring is full
session 256 60
0 dial
10 cut
20 gives client 262144
= client room 0
30 dial
= holder got 262144
= client room 262144
