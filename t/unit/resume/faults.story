# a peer that breaks the protocol loses its transport; twice, the session
session 256 60
0 dial
10 raw client 07000000
= client down
= client goes-on
20 dial
= client up
# an ACK of a byte that was never sent is another fault
30 raw holder 020000080000000000000001
= holder down
= holder goes-on
40 dial
50 raw client 07000000
= client end fault
= client dials
60 dial
= client over
= holder end fault
= holder over
