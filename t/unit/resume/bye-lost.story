# a holder that is done waits 30 s for the client's BYE, and not the whole limit
session 256 3600
0 dial
10 eof client
20 closes holder
30 cut
30020 wait
= holder over
= holder end done
= client goes-on
