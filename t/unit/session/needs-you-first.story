# the very first try has its person there: refused is the end
0 start
100 cause denied
100 need
100 exit 255
> end quit
= over
