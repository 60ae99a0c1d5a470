# bytes that were received and not acknowledged are not sent twice
session 256 60
0 dial
10 gives client 1000
= holder got 1000
= client written 1104
20 cut
30 dial
= client retransmitted 0
# HELLO and ACK
= client written 100
= holder got 1000
