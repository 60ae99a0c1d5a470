# the machine comes back in another network: the connection ends at once
start 30 waits
1000 net away nowhere
60000 net away other
60000 until 90000 -
= dead gone 60000
