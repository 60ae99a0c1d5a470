# with a short limit of silence the guard looks every 2 s
patience 3
= due 2000
