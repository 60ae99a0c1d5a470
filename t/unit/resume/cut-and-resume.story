# what was under way at a cut is retransmitted, and nothing twice
session 256 60
0 dial
= client up
= holder up
0 gives client 1000
= holder got 1000
10 blocks holder
20 lost client
20 gives client 500
= client down
= client dials
30 dial
40 unblocks holder
= holder got 1500
