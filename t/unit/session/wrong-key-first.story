# a login that is refused at the first start ends sshp
0 start
100 reach banner
200 cause denied
200 exit 255
> end quit
= over
= status 255
