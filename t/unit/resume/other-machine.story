# another machine of the same name is no reason to end; the next dial finds ours
session 256 60
0 dial
10 cut
10 other-machine
20 dial
= client dials
= client goes-on
20 cut
20 other-machine
30 dial
= client up
= client resumes 1
