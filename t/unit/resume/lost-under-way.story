# bytes that were lost with their transport are retransmitted
session 256 60
0 dial
10 feeds client 1000
10 write client 1004
20 cut
30 dial
= holder got 1000
= client retransmitted 1000
= client resumes 1
= holder resumes 1
# the same the other way
40 feeds holder 700
40 write holder 300
50 cut
60 dial
= client got 700
= holder retransmitted 296
