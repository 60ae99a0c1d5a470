# an ACK comes first on a transport, and nothing comes behind an end of file
session 256 60
0 dial
10 gives client 65536
20 raw holder 020000080000000000000000
= holder goes-on
30 eof client
40 raw holder 0100000141
= holder down
= holder goes-on
= holder got 65536
