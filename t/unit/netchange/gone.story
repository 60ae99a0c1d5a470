# an address that is gone for three seconds, and no way out: who does not wait ends
start 30
1000 net away nowhere
1000 until 9000 -
= dead gone 4000
