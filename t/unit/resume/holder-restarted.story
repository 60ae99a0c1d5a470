# a holder that knows nothing any more has no such session
session 256 60
0 dial
10 gives client 100
20 cut
20 restart holder
30 dial
= holder status unknown
= client end no-session
= client over
