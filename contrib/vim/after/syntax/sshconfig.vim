" SPDX-License-Identifier: ISC
" Keywords of sshp_config(5) in files of ssh_config(5).
syn case ignore
syn keyword sshconfigKeyword Persist PersistBackoff PersistCheck PersistGuard
syn keyword sshconfigKeyword PersistHold PersistMaxTries PersistName PersistNotify
syn keyword sshconfigKeyword PersistPassword PersistReclaim
syn keyword sshconfigKeyword PersistRemoteCommand PersistTimeout
syn case match
syn keyword sshconfigYesNo always relay fdpass unlimited
syn match sshconfigNumber "\v<\d+[smhdw]>"
syn match sshconfigVar "\$SSHP_[A-Z]\+"
