# an attempt that waited for an answer in vain says nothing about the next
0 take
15000 failed 15000
15000 open 8
