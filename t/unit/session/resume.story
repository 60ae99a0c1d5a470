# after a resume, or when the user presses Enter, sshp does not wait on
0 start
10 reach started
10 cause unanswered
10 exit 255
= waiting
100 haste
> spawn
200 haste
> -
