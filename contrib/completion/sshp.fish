# SPDX-License-Identifier: ISC
# fish completion.  sshp: as ssh, with the hosts in the user's files, and all
# keywords after -o.  sshconf: its commands, hosts, keywords.  sshpctl: its
# commands, and the names of tunnels.  tunnel-guard: its options.
#
# Other users choose some names.  fish takes the lines of a command substitution
# in -a as they are, and quotes them for the command line; a tab begins a
# description.  Names never stand in the text of -a itself.

function __sshp_hosts
    sshconf hosts 2>/dev/null | string replace -r '\t.*' '' | string match -v -- '-*'
end

# __sshp_tunnels [ended]: the names of running tunnels, and with a word of those
# in the history.  Leaves out names with quotes, backslashes or control
# characters, which JSON and the history escape.
function __sshp_tunnels
    begin
        sshpctl --json list 2>/dev/null | string match -ar '"name":"[^"\\\\]*"' |
            string replace -r '^"name":"(.*)"$' '$1'
        if set -q argv[1]
            set -l state $HOME/.local/state
            test -z "$XDG_STATE_HOME"; or set state $XDG_STATE_HOME
            set -l files $state/sshp/*.history
            test -z "$files"; or cat $files 2>/dev/null | string replace -rf \
                '^time=\d* event=about pid=\d* name=(?:([^" ]+)|"([^"\\\\]*)")(?: .*)?$' '$1$2'
        end
    end | string match -v -- '-*' | sort -u
end

# __sshp_command words...: true if the first word is one of these.
function __sshp_command
    set -l words (commandline -opc)
    set -q words[2]; and contains -- $words[2] $argv
end

# True at the first word.
function __sshp_first
    test (count (commandline -opc)) -eq 1
end

# True if the current word is where ssh expects the destination.
function __sshp_destination
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        string match -q -- '-*' $words[1]; or return 1
        string match -qr -- '^-.*[BbcDEeFIiJLlmOoPpQRSWw]$' $words[1]; and set -e words[1]
        set -e words[1]
    end
    true
end

function __sshp_keywords
    sshconf keywords 2>/dev/null
end

# The keywords, and the values of a Persist keyword that has a choice.
function __sshp_settings
    __sshp_keywords | string replace -r '$' '='
    printf 'Persist=%s\n' yes no always
    printf 'PersistGuard=%s\n' relay fdpass no
    printf '%s\n' Persist{Password,Reclaim,RemoteCommand}={yes,no}
end

# The options of ssh.  fish's completion for ssh takes the value of an option
# for the destination, and then offers commands.
complete -c sshp -n '__sshp_destination; or string match -q -- "-*" (commandline -ct)' -f
complete -c sshp -n __sshp_destination -f -a '(__sshp_hosts)' -d Host
complete -c sshp -n __sshp_destination -f -a '(__fish_complete_user_at_hosts)' -d Remote
complete -c sshp -n 'not __sshp_destination' -a '(__fish_complete_command)' -d Command
complete -c sshp -s 4 -d 'Use IPv4 addresses only'
complete -c sshp -s 6 -d 'Use IPv6 addresses only'
complete -c sshp -s A -d 'Forward the authentication agent'
complete -c sshp -s a -d 'Do not forward the authentication agent'
complete -c sshp -s B -x -a '(__fish_print_interfaces)' -d 'Connect from an address of this interface'
complete -c sshp -s b -x -a '(__fish_print_addresses)' -d 'Connect from this address'
complete -c sshp -s C -d 'Compress all data'
complete -c sshp -s c -x -a '(__fish_complete_list , "ssh -Q cipher")' -d Ciphers
complete -c sshp -s D -x -d 'Forward a local port, as a SOCKS server'
complete -c sshp -s E -rF -d 'Append the log to this file'
complete -c sshp -s e -x -a '^ none' -d 'Escape character'
complete -c sshp -s F -rF -d 'Configuration file'
complete -c sshp -s f -d 'Go to the background'
complete -c sshp -s G -d 'Print the configuration'
complete -c sshp -s g -d 'Let other hosts connect to local forwarded ports'
complete -c sshp -s I -rF -d 'PKCS#11 library'
complete -c sshp -s i -rF -d 'Identity file'
complete -c sshp -s J -x -a '(__fish_complete_user_at_hosts)' -d 'Jump host'
complete -c sshp -s K -d 'Use GSSAPI, and forward credentials'
complete -c sshp -s k -d 'Do not forward GSSAPI credentials'
complete -c sshp -s L -x -d 'Forward a local port'
complete -c sshp -s l -x -a '(__fish_complete_users)' -d User
complete -c sshp -s M -d 'Be a ControlMaster'
complete -c sshp -s m -x -a '(__fish_complete_list , "ssh -Q mac")' -d MACs
complete -c sshp -s N -d 'Run no command: a tunnel'
complete -c sshp -s n -d 'Read nothing from standard input'
complete -c sshp -s O -x -a 'check forward cancel proxy exit stop' -d 'Command for a ControlMaster'
complete -c sshp -s o -x -a '(__sshp_settings)' -d Keyword
complete -c sshp -s p -x -d Port
complete -c sshp -s Q -x -a '(ssh -Q help)' -d 'List what ssh supports'
complete -c sshp -s q -d Quiet
complete -c sshp -s R -x -d 'Forward a port of the server'
complete -c sshp -s S -rF -d 'Control socket'
complete -c sshp -s s -d 'The command is a subsystem'
complete -c sshp -s T -d 'No terminal on the server'
complete -c sshp -s t -d 'A terminal on the server'
complete -c sshp -s V -d 'Print the version'
complete -c sshp -s v -d Verbose
complete -c sshp -s W -x -d 'Connect standard input and output to host:port'
complete -c sshp -s w -x -d 'Forward a tunnel device'
complete -c sshp -s X -d 'Forward X11'
complete -c sshp -s x -d 'Do not forward X11'
complete -c sshp -s Y -d 'Forward X11, trusted'
complete -c sshp -s y -d 'Log to syslog'

complete -c sshpctl -f
complete -c sshpctl -n __sshp_first -a list -d 'Print a line for each tunnel and shell'
complete -c sshpctl -n __sshp_first -a why -d 'Print the last losses and what ended them'
complete -c sshpctl -n __sshp_first -a wait -d 'Wait until the connections are up'
complete -c sshpctl -n __sshp_first -a reload -d 'Apply an edit of ssh_config, without a new connection where possible'
complete -c sshpctl -n __sshp_first -a restart -d 'End the connections, and reconnect at once'
complete -c sshpctl -n __sshp_first -a stop -d 'End the connections for good'
complete -c sshpctl -n __sshp_first -a start -d 'Start tunnels again after stop'
complete -c sshpctl -n __sshp_first -a enable -d 'Start tunnels at boot or login, and now'
complete -c sshpctl -n __sshp_first -a disable -d 'Undo enable'
complete -c sshpctl -n __sshp_first -a log -d 'Print the history in words'
complete -c sshpctl -n __sshp_first -a metrics -d 'Print the numbers for Prometheus'
complete -c sshpctl -n __sshp_first -a help -d 'Print the usage of a command'
complete -c sshpctl -n '__sshp_command help' -a 'list why wait reload restart stop start enable disable log metrics'
complete -c sshpctl -n '__sshp_first; or __sshp_command list wait reload restart stop disable' -a '(__sshp_tunnels)' -d Tunnel
complete -c sshpctl -n '__sshp_command enable start' -a '(__sshp_hosts)' -d Host
complete -c sshpctl -n '__sshp_command why log' -a '(__sshp_tunnels ended)' -d Tunnel
complete -c sshpctl -n '__sshp_first; or __sshp_command list why wait reload restart stop start disable' -s a -d 'All of your own connections'
complete -c sshpctl -n '__sshp_first; or __sshp_command list' -s l -d 'Also destination, forwards and id'
complete -c sshpctl -n '__sshp_first; or __sshp_command list' -s w -d 'A live table'
complete -c sshpctl -n '__sshp_first; or __sshp_command list why' -l json -d 'Print JSON'
complete -c sshpctl -n '__sshp_command wait' -s t -x -d 'Wait at most so long'
complete -c sshpctl -n '__sshp_command log' -s f -d 'Go on with new events'
complete -c sshpctl -n '__sshp_command enable' -s f -d 'In spite of what is missing'
complete -c sshpctl -n '__sshp_command enable' -s u -x -a '(__fish_complete_users)' -d 'In this account'
complete -c sshpctl -n '__sshp_command enable' -l print -d 'Only print what to do'
complete -c sshpctl -n '__sshp_command metrics' -s o -rF -d 'Replace this file'
complete -c sshpctl -s h -d 'Print the usage'
complete -c sshpctl -n __sshp_first -s V -d 'Print the version'

complete -c sshconf -n 'not __sshp_command lint' -f
complete -c sshconf -n __sshp_first -a show -d 'Print the values in effect'
complete -c sshconf -n __sshp_first -a explain -d 'Print which line sets each value'
complete -c sshconf -n __sshp_first -a check -d 'Print what a start without you lacks'
complete -c sshconf -n __sshp_first -a hosts -d 'Print the hosts in the files'
complete -c sshconf -n __sshp_first -a lint -d 'Print mistakes'
complete -c sshconf -n __sshp_first -a keywords -d 'Print all keywords'
complete -c sshconf -n __sshp_first -s h -d 'Print the usage'
complete -c sshconf -n __sshp_first -s V -d 'Print the version'
complete -c sshconf -n '__sshp_command show explain check' -a '(__sshp_hosts)' -d Host
complete -c sshconf -n '__sshp_command show explain check hosts lint' -l json -d 'Print JSON'
complete -c sshconf -n '__sshp_command show explain check hosts' -s F -rF -d 'Read this file'
complete -c sshconf -n '__sshp_command show explain check' -s o -x -a '(__sshp_settings)' -d Keyword
complete -c sshconf -n '__sshp_command explain' -s k -x -a '(__sshp_keywords)' -d Keyword
complete -c sshconf -n '__sshp_command explain' -s a -d 'Also lines that do not apply'
complete -c sshconf -n '__sshp_command check' -s n -d 'Do not connect'

complete -c tunnel-guard -f -a '(__fish_print_hostnames)'
complete -c tunnel-guard -s 4 -d 'Use IPv4 addresses only'
complete -c tunnel-guard -s 6 -d 'Use IPv6 addresses only'
complete -c tunnel-guard -s A -rF -d 'File with user:password lines for the proxy'
complete -c tunnel-guard -s a -d 'Count -t also while this machine has no network'
complete -c tunnel-guard -s B -x -a '(__fish_print_interfaces)' -d 'Connect from an address of this interface'
complete -c tunnel-guard -s c -x -a '(__fish_complete_command)' -d 'Run this ProxyCommand instead of connecting'
complete -c tunnel-guard -s F -d 'Pass the connected socket to ssh'
complete -c tunnel-guard -s k -x -d 'ServerAliveInterval of ssh'
complete -c tunnel-guard -s l -d 'Also log to syslog'
complete -c tunnel-guard -s P -x -d 'Log in to the proxy as this user'
complete -c tunnel-guard -s s -x -d 'Connect from this address'
complete -c tunnel-guard -s T -x -a 'ef cs1 af21 lowdelay throughput reliability' -d 'Traffic class'
complete -c tunnel-guard -s t -x -d 'End a connection after this time without an answer'
complete -c tunnel-guard -s v -d Verbose
complete -c tunnel-guard -s W -d 'Wait for the network without a limit'
complete -c tunnel-guard -s w -x -d 'Timeout to connect, and then for the SSH banner'
complete -c tunnel-guard -s X -x -a 'connect 5 4' -d 'Proxy protocol'
complete -c tunnel-guard -s x -x -d 'Use this proxy'
complete -c tunnel-guard -s h -d 'Print the options'
complete -c tunnel-guard -s V -d 'Print the version'
