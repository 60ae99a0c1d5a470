# a holder whose session is over has no such session
session 256 60
0 dial
10 stop holder
= holder over
= client over
20 session 256 60
20 dial
30 cut
30 forge client limit 3600
60030 wait
= holder end away
60040 dial
= holder status unknown
= client end no-session
