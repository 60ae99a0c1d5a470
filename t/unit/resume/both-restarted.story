# two ends that both know nothing begin a new session
session 256 60
0 dial
10 gives client 100
20 cut
20 restart holder
20 restart client
30 dial
= client up
40 gives client 5
= holder got 5
