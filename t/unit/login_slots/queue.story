# a tunnel dials without a slot if the queue stands still, or after five minutes
0 queue moves waits
30000 queue moves waits
30000 queue stands gives-up
299999 queue moves waits
300000 queue moves gives-up
