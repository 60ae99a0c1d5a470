# a holder keeps the session no longer than the client asked for
session 256 60
0 forge client limit 5
0 dial
1000 cut
6000 wait
= holder end away
