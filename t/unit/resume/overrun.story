# more bytes than the ring has room for are not taken
session 64 60
0 dial
10 blocks holder
10 gives client 65536
20 raw holder 0100000141
= holder down
= holder goes-on
30 dial
40 unblocks holder
= holder got 65536
