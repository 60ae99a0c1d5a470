# lines that are no events are ignored
raw 
raw time=0 event=up
raw time=-5 event=up
raw event=up
raw time=1767225600000 event=lost lasted=9223372036854775807
raw time=1767225600000 event=lost why="torn
0 02:00:00 event=dance pid=1
0 02:00:00 pid=1
= drops 0
= pattern -
= bar 0 03:00:00 3 3 ---
