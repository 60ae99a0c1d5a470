# a client outlives its ssh until the holder knows, or its own limit
session 256 60
0 dial
10 gives client 10
20 cut
20 gone client
= client dials
30 dial
= holder eof
40 eof holder
= client over
= holder over
= holder end done
50 session 256 60
50 dial
60 cut
60 gone client
60060 wait
= client over
= holder end away
