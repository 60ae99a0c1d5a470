# an end of file that was lost with its transport is repeated
session 256 60
0 dial
10 lost client
10 eof client
20 dial
= holder eof
# and on each further transport, without harm
30 cut
40 dial
50 gives holder 10
= client got 10
60 cut
60 eof holder
70 dial
= client over
= holder over
= holder end done
