#!/bin/sh
# Through proxies: real ones where they are installed, stubs that say so, and
# such as do all they can to make us wait.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"
export HOME XDG_CONFIG_HOME="$T/conf"

# stub port kind [user:password]: a stub of a proxy, its log in $T/log.PORT.
stub() {
	: > "$T/log.$1"
	perl t/lib/proxy-stub "$1" "$2" "$T/log.$1" ${3:+"$3"} 2>> "$T/stub.log" &
	until_ 10 listens '' "$1"
}

# via words...: real ssh, by a guard with these.
via() {
	timeout 60 ssh -F "$T/config" -o "ProxyCommand=tunnel-guard $*" x \
	    'echo here' 2> "$T/err" < /dev/null
}

# asked port line: the last that the stub was asked for.
asked() {
	is "$1" "$(tail -n 1 "$T/log.$2")" "$3"
}

passwords=$T/passwords
printf '%s\n' 'ann:s3cr:et' 'bob:wrong' > "$passwords"
chmod 600 "$passwords"

stub 3001 connect
stub 3002 5
stub 3003 4
stub 3004 connect ann:s3cr:et
stub 3005 5 ann:s3cr:et

is 'CONNECT works when the answer comes together with the banner' \
    "$(via -X connect -x localhost:3001 server 22)" here
asked 'the name is the proxy'\''s to resolve' 3001 'connect server 22'
is 'SOCKS5 with a host name works' "$(via -x localhost:3002 server 22)" here
asked 'by name' 3002 '5 type 3 server 22'
is 'SOCKS5 with an address works' "$(via -X 5 -x localhost:3002 10.9.2.1 22)" here
asked 'as one' 3002 '5 type 1 10.9.2.1 22'
is 'SOCKS4a with a host name works' "$(via -X 4 -x localhost:3003 -P ann server 22)" here
asked 'by name, with the user' 3003 '4 ann server 22'
is 'SOCKS4 with an address works' "$(via -X 4 -x localhost:3003 10.9.2.1 22)" here
asked 'as one, without' 3003 '4  10.9.2.1 22'
if grep -qs '^ssh[[:space:]]*22/tcp' /etc/services; then
	is 'the name of a service as the port works' "$(via -x localhost:3002 server ssh)" here
else
	skip 'the name of a service as the port works' 'no ssh in /etc/services'
fi

is 'a passed socket of a proxy works, with the banner in it' \
    "$(timeout 60 ssh -F "$T/config" -o ProxyUseFdpass=yes \
    -o 'ProxyCommand=tunnel-guard -X connect -x localhost:3001 server 22' \
    x 'echo here' 2> "$T/err" < /dev/null)" here

# OpenSSH's own proxy.
ssh -F "$T/config" -N -D 3010 -o ProxyCommand=none server 2> "$T/dynamic" &
until_ 10 listens '' 3010
is 'SOCKS5 through ssh -D works' "$(via -X 5 -x localhost:3010 server 22)" here
is 'SOCKS4 through ssh -D works' "$(via -X 4 -x localhost:3010 server 22)" here
via -x localhost:3010 server 23
has 'a host that refuses behind ssh -D is reported' "$T/err" \
    '^tunnel-guard: connect to host server port 23: proxy localhost port 3010: the proxy closed the connection'

# Signed in.
is 'CONNECT with a password works' \
    "$(via -X connect -x localhost:3004 -P ann -A "$passwords" server 22)" here
is 'SOCKS5 with a password works' \
    "$(via -x localhost:3005 -P ann -A "$passwords" server 22)" here
long=$(printf '%0300d' 7)
stub 3006 connect "ann:$long"
printf 'ann:%s\n' "$long" > "$T/long"
chmod 600 "$T/long"
is 'CONNECT with a password of 300 bytes works' \
    "$(via -X connect -x localhost:3006 -P ann -A "$T/long" server 22)" here
is 'a password that is too long for SOCKS5 is reported before a connection is made' \
    "$(tunnel-guard -x localhost:3005 -P ann -A "$T/long" server 22 2>&1)" \
    'tunnel-guard: -x: SOCKS5 allows at most 255 bytes for a user or a password'
printf 'ann:%05000d\n' 7 > "$T/long"
is 'a password that is too long for HTTP is reported as too long' \
    "$(tunnel-guard -X connect -x localhost:3006 -P ann -A "$T/long" server 22 2>&1)" \
    "tunnel-guard: $T/long: user or password longer than 4095 bytes"
is 'the first password of the file is used' \
    "$(via -x localhost:3005 -A "$passwords" server 22)" here
mkdir -p "$T/conf/tunnel-guard"
cp "$passwords" "$T/conf/tunnel-guard/passwords"
is 'the default file of passwords is used' \
    "$(via -x ann@localhost:3005 server 22)" here

# As other programs name a proxy.
is 'the options of corkscrew work' "$(via localhost 3001 server 22)" here
is 'the options of corkscrew with a file of passwords work' \
    "$(via localhost 3004 server 22 "$passwords")" here
is 'connect-proxy -H works' "$(via -H localhost:3001 server 22)" here
is 'connect-proxy -H with a user works' "$(via -H ann@localhost:3004 server 22)" here
is 'connect-proxy -S works' "$(via -S localhost:3002 server 22)" here
is 'the options of nc with a timeout work' \
    "$(via -w 5 -X connect -x localhost:3001 server 22)" here

# by value words...: with a proxy variable.
by() {
	by_value=$1
	shift
	env "$by_value" ssh -F "$T/config" -o "ProxyCommand=tunnel-guard $*" \
	    x 'echo here' 2> "$T/err" < /dev/null
}
is '-x env uses HTTPS_PROXY' "$(by HTTPS_PROXY=http://localhost:3001/ -x env server 22)" here
asked 'by it' 3001 'connect server 22'
: > "$T/log.3001"
is '-x env uses https_proxy without a scheme' "$(by https_proxy=localhost:3001 -x env server 22)" here
asked 'by it' 3001 'connect server 22'
is '-x env uses all_proxy with socks5h' \
    "$(by all_proxy=socks5h://localhost:3002 -x env 10.9.2.1 22)" here
is '-x env uses ALL_PROXY with socks4a' "$(by ALL_PROXY=socks4a://localhost:3003 -x env server 22)" here
is '-x env uses the password in the URL' \
    "$(by HTTPS_PROXY=http://ann:s3cr%3aet@localhost:3004 -x env server 22)" here
: > "$T/log.3001"
NO_PROXY='.example, 10.9.0.0/16,server'
export NO_PROXY
is 'a name in NO_PROXY is connected directly' "$(by https_proxy=localhost:3001 -x env server 22)" here
is 'an address in a network of NO_PROXY is connected directly' "$(by https_proxy=localhost:3001 -x env 10.9.2.1 22)" here
is 'the proxy was not asked for those' "$(cat "$T/log.3001")" ''
unset NO_PROXY
is '-x env without variables connects directly' "$(via -x env server 22)" here

# fails name words...: one line, 255, and in time.
fails() {
	fails_name=$1 fails_pattern=$2
	shift 2
	fails_from=$(now)
	timeout 60 tunnel-guard "$@" > "$T/out" 2> "$T/err" < /dev/null
	is "$fails_name: the guard ends with 255" $? 255
	is "$fails_name: the guard prints one line" "$(wc -l < "$T/err")" 1
	has "$fails_name: the line says why" "$T/err" "^tunnel-guard: $fails_pattern"
	lacks "$fails_name: the line has no password" "$T/err" s3cr
	is "$fails_name: nothing is on standard output" "$(wc -c < "$T/out")" 0
	ok "$fails_name: the guard ends in time" test $(($(now) - fails_from)) -lt 15000
}

# peer port text [close]: a stub of anything.
peer() {
	perl t/lib/peer "$@" 2>> "$T/stub.log" &
	until_ 10 listens '' "$1"
}

h='-X connect -x localhost'
said() {
	echo "connect to host server port 22: proxy localhost port $1: $2"
}
peer 3101 '\x01\x02\x1b[2J\n'
peer 3102 ''
peer 3103 'HTTP/1.1 200 OK\nVia: x' close
peer 3104 'HTTP/1.1 403 Forbidden by policy\n\n' close
peer 3105 'HTTP/1.1 503 No way\n\n' close
peer 3106 '\x05\x00\x05\x02'
peer 3107 '\x00\x5b'
peer 3108 '' close
peer 3109 'HTTP/1.1 200 OK\nX: y\n'
peer 3110 '\x05\x00\x05\x05\x00\x01'
stub 3111 flood
# shellcheck disable=SC2086
{
fails 'garbage' "$(said 3101 'not an HTTP proxy: received "\\\\x01\\\\x02\\\\x1b\[2J"')" \
    $h:3101 server 22
fails 'garbage for SOCKS' "$(said 3101 'not a SOCKS5 proxy: received "\\\\x01"')" \
    -x localhost:3101 server 22
fails 'silence' "$(said 3102 'no answer within 2s$')" -w 2 $h:3102 server 22
fails 'silence in the middle' \
    "$(said 3109 'no answer within 2s, received "HTTP/1.1 200 OK"')" \
    -w 2 $h:3109 server 22
fails 'silence, for SOCKS' "$(said 3102 'no answer within 2s$')" \
    -w 2 -x localhost:3102 server 22
fails 'silence with -W' "$(said 3102 'no answer within 2s$')" \
    -W -w 2 -x localhost:3102 server 22
fails 'the end at once' "$(said 3108 'the proxy closed the connection')" \
    $h:3108 server 22
fails 'the end in the middle' \
    "$(said 3103 'the proxy closed the connection, received "HTTP/1.1 200 OK"')" \
    $h:3103 server 22
fails '403' "$(said 3104 'refused: "HTTP/1.1 403 Forbidden by policy"')" \
    $h:3104 server 22
fails '503' "$(said 3105 'refused: "HTTP/1.1 503 No way"')" $h:3105 server 22
fails 'SOCKS5, rules' "$(said 3106 'refused: not permitted by its rules')" \
    -x localhost:3106 server 22
fails 'SOCKS5, refused' "$(said 3110 'refused: Connection refused')" \
    -x localhost:3110 server 22
fails 'SOCKS4, rejected' "$(said 3107 'refused: rejected or failed')" \
    -X 4 -x localhost:3107 server 22
fails 'a GiB without newline' "$(said 3111 'not an HTTP proxy: received "xxx')" \
    $h:3111 server 22
fails 'a GiB for SOCKS' "$(said 3111 'not a SOCKS5 proxy: received "xxx')" \
    -x localhost:3111 server 22
fails 'an ssh server' 'connect to host server port 22: proxy server port 22: not an HTTP proxy: received "SSH-2.0-' \
    -X connect -x server:22 server 22
fails '407, unsigned' "$(said 3004 'user and password required: "HTTP/1.1 407 Proxy Authentication Required", it offers NTLM, Basic')" \
    $h:3004 server 22
fails '407, wrong' "$(said 3004 'user and password rejected: "HTTP/1.1 407')" \
    $h:3004 -P bob -A "$passwords" server 22
fails 'SOCKS5, unsigned' "$(said 3005 'user and password required')" \
    -x localhost:3005 server 22
fails 'SOCKS5, wrong' "$(said 3005 'user and password rejected')" \
    -x localhost:3005 -P bob -A "$passwords" server 22
fails 'no proxy there' 'connect to host localhost port 3999: Connection refused' \
    $h:3999 server 22
fails 'a service nobody knows' 'port nonesuch: unknown service' \
    -x localhost:3002 server nonesuch
fails 'a host on two lines' "connect to host a.*b port 22: .*: invalid host name" \
    $h:3001 'a b' 22

# Every option wrong.
fails '-x nothing' '-x: option requires an argument' -x
fails '-x empty' '-x : not a proxy' -x '' server 22
fails '-x without a port' '-x h:: not a proxy' -x h: server 22
fails '-x with port 0' '-x h:0: not a proxy' -x h:0 server 22
fails 'corkscrew with port 0' '-x h: not a proxy' h 0 server 22
fails '-x by TLS' '-x https://h: https://: unsupported proxy protocol' \
    -x https://h server 22
fails '-x with a password' '-x: do not put a password on the command line' \
    -x ann:s3cr:et@localhost:3001 server 22
fails '-x with a password, wrong' '-x: not a proxy' -x ann:s3cr:et@ server 22
fails '-X 6' '-X 6: unknown proxy protocol' -X 6 -x h server 22
fails '-X alone' '-X: requires a proxy' -X 5 server 22
fails '-P alone' '-P: requires a proxy' -P ann server 22
fails '-A alone' '-A: requires a proxy' -A "$passwords" server 22
fails '-A, no file' '/nowhere: No such file or directory' \
    $h:3004 -A /nowhere server 22
fails '-P, not in the file' "$passwords: no line \"eve:password\"" \
    $h:3004 -P eve -A "$passwords" server 22
fails '-x with -c' '-4, -6, -B, -s, -T, -W, -x: cannot be used with -c' \
    $h:3001 -c cat server 22
}
chmod 640 "$passwords"
fails 'a file that others can read' "$passwords: other users can read these passwords" \
    -x localhost:3005 -P ann -A "$passwords" server 22
chmod 600 "$passwords"
chmod 777 "$T/conf"
fails 'a file that others can put there' '.*/passwords: other users can replace this file' \
    -x localhost:3005 -P ann server 22
chmod 755 "$T/conf"
if [ "$(id -u)" -eq 0 ]; then
	mkdir -m 700 "$T/hers" && ln -s "$T/conf" "$T/hers/conf"
	chown -hR 12345 "$T/hers"
	XDG_CONFIG_HOME=$T/hers/conf
	fails 'a file to which a link of another user leads' '.*/passwords: other users can replace this file' \
	    -x localhost:3005 -P ann server 22
	XDG_CONFIG_HOME=$T/conf
else
	skip 'a file to which a link of another user leads' 'not root'
fi
HTTPS_PROXY=https://ann:s3cr@h
export HTTPS_PROXY
fails 'env: by TLS' '\$HTTPS_PROXY: https://: unsupported proxy protocol' \
    -x env server 22
unset HTTPS_PROXY

# A proxy that refuses the login ends a first start that somebody waits for.
sed '/ProxyCommand/d' "$T/config" > "$T/bare"
timeout 60 "$O/t/lib/pty" sshp -F "$T/bare" -o Persist=yes -f -N \
    -o 'ProxyCommand=tunnel-guard -X connect -x localhost:3004 %h %p' \
    server < /dev/null > "$T/err"
is 'a proxy that wants a password ends the first start of sshp -f: 255' $? 255
has 'sshp says that the proxy requires a user and password' "$T/err" 'user and password required'

# Real ones, where they are.
if command -v tinyproxy > /dev/null; then
	printf '%s\n' 'Port 3201' 'Listen 127.0.0.1' 'ConnectPort 22' \
	    'BasicAuth ann s3cret' 'MaxClients 10' > "$T/tiny"
	tinyproxy -d -c "$T/tiny" > "$T/tiny.log" 2>&1 &
	until_ 10 listens '' 3201
	echo 'ann:s3cret' > "$passwords"
	is 'tinyproxy with a password works' "$(via -X connect -x localhost:3201 -A "$passwords" \
	    server 22)" here
	via -X connect -x localhost:3201 server 22
	has 'without a password the offer of tinyproxy is reported' "$T/err" 'HTTP/1.[01] 407 .* offers Basic$'
	via -X connect -x localhost:3201 -A "$passwords" server 23
	has 'a port that tinyproxy does not allow is reported' "$T/err" 'HTTP/1.[01] 403'
else
	skip 'tinyproxy with a password works' 'not installed'
fi
if command -v microsocks > /dev/null; then
	microsocks -i 127.0.0.1 -p 3202 -u ann -P s3cret > "$T/micro.log" 2>&1 &
	until_ 10 listens '' 3202
	echo 'ann:s3cret' > "$passwords"
	is 'microsocks with a password works' "$(via -x localhost:3202 -A "$passwords" server 22)" here
	via -x localhost:3202 -A "$passwords" server 23
	has 'a connection that microsocks refuses is reported' "$T/err" 'refused: Connection refused'
	via -x localhost:3202 server 22
	has 'without a password the demand of microsocks is reported' "$T/err" 'user and password required'
else
	skip 'microsocks with a password works' 'not installed'
fi
finish
