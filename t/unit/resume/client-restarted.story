# a client that knows nothing any more is refused
session 256 60
0 dial
10 gives client 100
10 gives holder 100
20 cut
20 restart client
30 dial
= holder status superseded
= client end replaced
= client over
= holder goes-on
# nor does a high epoch help
40 restart client
40 forge client epoch 100
50 dial
= holder status gap
= client end missing
= client over
# the same twice ends the session
60 restart client
60 forge client epoch 200
60 dial
= holder status gap
= holder end fault
