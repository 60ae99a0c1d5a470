# a refused login at the first start, with the user there, ends sshp
0 start
100 cause denied
100 need
100 exit 255
> end quit
= over
