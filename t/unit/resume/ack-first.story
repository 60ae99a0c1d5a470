# the first frame on a transport is an ACK
session 256 60
0 link
0 pass holder 0
0 pass client 88
= holder up
0 raw holder 0100000141
= holder down
= holder got 0
