# an upgrade of ssh that is half done: the tunnel comes back when it is mended
0 start
100 reach ready
90000 exit 255
95000 wait
95010 exit 127
> wait
= within 30000 60000
