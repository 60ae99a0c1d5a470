# one direction ends, and the other goes on until its end
session 256 60
0 dial
10 gives client 10
10 eof client
= holder got 10
= holder eof
= client goes-on
20 gives holder 200000
= client got 200000
30 eof holder
= client eof
= client end done
= client over
= holder end done
= holder over
