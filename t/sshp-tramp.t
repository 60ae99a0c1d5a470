#!/bin/sh
# SPDX-License-Identifier: ISC
# Emacs' TRAMP with sshp for its ssh, and "Persist yes" for all hosts: a file
# over there is read, changed and written as with ssh, also after a drop.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
command -v emacs > /dev/null || skip_all 'no emacs'
world
keep_world
mkdir -m 700 "$HOME/.ssh"
cp "$T/config" "$HOME/.ssh/config"
mkdir "$T/bin"
ln -s "$O/sshp" "$T/bin/ssh"
PATH=$T/bin:$PATH
export PATH
echo one > "$T/file"

cat > "$T/edit.el" <<'END'
(require 'tramp)
(setq tramp-verbose 1 make-backup-files nil
      tramp-use-ssh-controlmaster-options nil
      tramp-persistency-file-name nil)
(defun append-line (text)
  (with-current-buffer (find-file-noselect (getenv "FAR"))
    (goto-char (point-max))
    (insert text "\n")
    (save-buffer)))
(append-line "two")
(call-process (getenv "DROP"))
(append-line "three")
(tramp-cleanup-all-connections)
END
mkfifo "$T/asked" "$T/done"
cat > "$T/drop" <<END
#!/bin/sh
echo > $T/asked
cat $T/done
END
chmod +x "$T/drop"
FAR=/ssh:server:$T/file DROP=$T/drop
export FAR DROP
timeout 120 emacs -Q --batch -l "$T/edit.el" > "$T/said" 2>&1 < /dev/null &
emacs=$!
read -r _ < "$T/asked"
is 'TRAMP changes a file on the server' "$(cat "$T/file")" 'one
two'
server_down
server_up
: > "$T/done"
wait $emacs
is 'TRAMP ends with 0 after a loss' $? 0
is 'TRAMP changes the file again over a new connection' "$(cat "$T/file")" 'one
two
three'
lacks 'TRAMP sees no message of sshp' "$T/said" 'sshp:'
ok 'no process and no file of sshp is left after TRAMP' until_ 20 clean

# --- the setting of contrib/doc/EDITORS.md: sshp by its name, Control options ---
service_programs || exit 1
command -v emacs > /dev/null || {
	skip 'TRAMP with sshp as its login program' 'emacs is in /usr/local'
	finish
}
document=contrib/doc/EDITORS.md
text tramp > "$T/setting.el"
cat > "$T/named.el" <<'END'
(setq tramp-verbose 1 make-backup-files nil tramp-persistency-file-name nil)
(with-current-buffer (find-file-noselect (getenv "FAR"))
  (goto-char (point-max))
  (insert "four\n")
  (save-buffer))
(tramp-cleanup-all-connections)
END
mkdir "$T/record"
printf '#!/bin/sh\necho "$TERM $*" >> %s/argv\nexec /usr/local/bin/sshp "$@"\n' "$T" > "$T/record/sshp"
chmod +x "$T/record/sshp"
PATH=$T/record:$PATH timeout 120 emacs -Q --batch -l "$T/setting.el" -l "$T/named.el" \
    > "$T/said" 2>&1 < /dev/null
is 'TRAMP with sshp as its login program ends with 0' $? 0
is 'TRAMP with sshp as its login program changes the file' "$(tail -n 1 "$T/file")" four
has 'TRAMP runs sshp with Control options, for a dumb terminal' "$T/argv" \
    '^dumb -o ControlMaster=auto -o ControlPath=.*tramp[.]%C -o ControlPersist=no -e none server$'
lacks 'TRAMP with sshp as its login program sees no message of sshp' "$T/said" sshp:
ok 'no process and no file of sshp is left after TRAMP with Control options' until_ 20 clean
finish
