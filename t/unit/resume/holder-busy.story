# a holder with too many transports that are joining is asked again
session 256 60
0 dial
10 cut
20 link
20 pass holder 0
20 raw client 0500000000000000000000000000000000000000
= client dials
= client goes-on
30 dial
= client up
# at the start of a session it is the end
40 session 256 60
40 link
40 pass holder 0
40 raw client 0500000000000000000000000000000000000000
= client end full
= client over
