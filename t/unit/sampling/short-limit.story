# with a short limit of silence the guard looks every 2 s
timeout 3
= due 2000
