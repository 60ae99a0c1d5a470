# a frame that was cut in the middle counts as far as it was received
session 256 60
0 dial
10 feeds client 1000
10 pass client 104
20 cut
20 dial
= holder got 1000
= client retransmitted 0
# of a header, nothing counts
30 feeds client 1000
30 pass client 3
40 cut
50 dial
= holder got 2000
= client retransmitted 0
