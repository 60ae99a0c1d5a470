# a kernel that repeats too rarely for a verdict: it is left to others
start 10 waits
1000 slept
1000 until 30000 ~
= calm
30000 until 90000 -
= nothing
