# a session that is away longer than the limit ends at both ends
session 256 60
0 dial
1000 cut
2000 dial
3000 cut
# a dial that joins nothing does not begin the limit anew
20000 other-machine
20000 dial
= client dials
70000 wait
= client end away
= client over
= holder end away
= holder over
