# never more than 64 log in at a time
0 take
repeat 70
2000 take
2000 answered 70
end
0 open 64
