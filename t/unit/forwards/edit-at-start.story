# what only ssh's start can open waits for the next connection, and is not retried
forwards S L
0 begin
0 login
0 look 0 down
0 look 1 up
= idle
= decided 0
= close 0 closed
100 edit 1 S
= idle
= decided 1
= up 1
200 lost
300 begin
300 login
300 look 0 up
300 look 1 up
= up 2
= close 1 later
