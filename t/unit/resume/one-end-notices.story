# the holder takes a new transport before it notices that the old one is dead
session 256 60
0 dial
10 lost client
10 gives holder 500
20 gives client 500
30 dial
= holder got 500
= client got 500
= holder resumes 1
