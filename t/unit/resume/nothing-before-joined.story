# nothing is read from the local side before the first JOINED
session 256 60
= client room 0
= holder room 0
0 dial
= client room 262144
