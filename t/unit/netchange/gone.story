# an address that is gone for three seconds without another route ends a connection without -a
start 30
1000 net away nowhere
1000 until 9000 -
= dead gone 4000
