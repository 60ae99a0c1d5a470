# an older client is refused, and changes nothing
session 256 60
0 dial
10 gives client 10
20 lost client
20 forge client epoch 0
30 dial
= holder status superseded
= client end replaced
= holder up
