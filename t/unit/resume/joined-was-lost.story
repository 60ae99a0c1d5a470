# a client that did not see the first JOINED may ask for a new session again
session 256 60
0 link
0 pass holder 0
0 pass client 88
= holder up
= client goes-on
10 cut
20 dial
= client up
= holder status ok
30 gives client 10
= holder got 10
