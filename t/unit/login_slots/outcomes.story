# only a drop before the banner halves the logins; other ends do not
0 take
100 ended connected denied 100
> other
100 open 8
100 ended started refused 50
> failed
100 ended nothing wrong 50
> other
200 ended banner closed 100
> answered
200 ended ready dead 100
> answered
200 open 8
2200 take
2200 ended connected closed 200
> dropped
2200 open 4
