/* SPDX-License-Identifier: ISC */
/* Lists all keywords with their types and releases. */
#ifndef CONF_KEYWORD_H
#define CONF_KEYWORD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The keywords of ssh_config(5), 8.0 to 10.5, and of sshp_config(5), in the
 * order of strcmp(3).  Each row has the name, the type, the keyword of which
 * the name is an alias (or the name itself), and the release that added it: 906
 * for 9.6; 0: all releases; VENDOR: only some builds.
 */
#define KEYWORD_ROWS(X) \
	X(addkeystoagent, ADD_KEYS, addkeystoagent, 0) \
	X(addressfamily, FAMILY, addressfamily, 0) \
	X(afstokenpassing, UNSUPPORTED, afstokenpassing, 0) \
	X(batchmode, FLAG, batchmode, 0) \
	X(bindaddress, STRING, bindaddress, 0) \
	X(bindinterface, STRING, bindinterface, 0) \
	X(canonicaldomains, DOMAINS, canonicaldomains, 0) \
	X(canonicalizefallbacklocal, FLAG, canonicalizefallbacklocal, 0) \
	X(canonicalizehostname, CANONICAL, canonicalizehostname, 0) \
	X(canonicalizemaxdots, NUMBER, canonicalizemaxdots, 0) \
	X(canonicalizepermittedcnames, CNAMES, canonicalizepermittedcnames, 0) \
	X(casignaturealgorithms, KEYS, casignaturealgorithms, 0) \
	X(certificatefile, CERTIFICATE, certificatefile, 0) \
	X(challengeresponseauthentication, FLAG, kbdinteractiveauthentication, 0) \
	X(channeltimeout, CHANNEL_TIMEOUT, channeltimeout, 906) \
	X(checkhostip, FLAG, checkhostip, 0) \
	X(cipher, IGNORED, cipher, 0) \
	X(ciphers, CIPHERS, ciphers, 0) \
	X(clearallforwardings, FLAG, clearallforwardings, 0) \
	X(compression, COMPRESSION, compression, 0) \
	X(compressionlevel, UNSUPPORTED, compressionlevel, 0) \
	X(connectionattempts, NUMBER, connectionattempts, 0) \
	X(connecttimeout, TIME, connecttimeout, 0) \
	X(controlmaster, MASTER, controlmaster, 0) \
	X(controlpath, STRING, controlpath, 0) \
	X(controlpersist, CONTROL_PERSIST, controlpersist, 0) \
	X(dsaauthentication, PUBKEY, pubkeyauthentication, 0) \
	X(dynamicforward, DYNAMIC, dynamicforward, 0) \
	X(enableescapecommandline, FLAG, enableescapecommandline, 902) \
	X(enablesshkeysign, FLAG, enablesshkeysign, 0) \
	X(escapechar, ESCAPE, escapechar, 0) \
	X(exitonforwardfailure, FLAG, exitonforwardfailure, 0) \
	X(fallbacktorsh, IGNORED, fallbacktorsh, 0) \
	X(fingerprinthash, HASH, fingerprinthash, 0) \
	X(forkafterauthentication, FLAG, forkafterauthentication, 807) \
	X(forwardagent, FORWARD_AGENT, forwardagent, 0) \
	X(forwardx11, FLAG, forwardx11, 0) \
	X(forwardx11timeout, TIME, forwardx11timeout, 0) \
	X(forwardx11trusted, FLAG, forwardx11trusted, 0) \
	X(gatewayports, FLAG, gatewayports, 0) \
	X(globalknownhostsfile, FILES, globalknownhostsfile, 0) \
	X(globalknownhostsfile2, IGNORED, globalknownhostsfile2, 0) \
	X(gssapiauthentication, FLAG, gssapiauthentication, 0) \
	X(gssapiclientidentity, STRING, gssapiclientidentity, VENDOR) \
	X(gssapidelegatecredentials, FLAG, gssapidelegatecredentials, 0) \
	X(gssapikexalgorithms, STRING, gssapikexalgorithms, VENDOR) \
	X(gssapikeyexchange, FLAG, gssapikeyexchange, VENDOR) \
	X(gssapirenewalforcesrekey, FLAG, gssapirenewalforcesrekey, VENDOR) \
	X(gssapiserveridentity, STRING, gssapiserveridentity, VENDOR) \
	X(gssapitrustdns, FLAG, gssapitrustdns, VENDOR) \
	X(hashknownhosts, FLAG, hashknownhosts, 0) \
	X(host, HOST, host, 0) \
	X(hostbasedacceptedalgorithms, KEYS, hostbasedacceptedalgorithms, 805) \
	X(hostbasedauthentication, FLAG, hostbasedauthentication, 0) \
	X(hostbasedkeytypes, KEYS, hostbasedacceptedalgorithms, 0) \
	X(hostkeyalgorithms, KEYS, hostkeyalgorithms, 0) \
	X(hostkeyalias, STRING, hostkeyalias, 0) \
	X(hostname, STRING, hostname, 0) \
	X(identitiesonly, FLAG, identitiesonly, 0) \
	X(identityagent, AGENT, identityagent, 0) \
	X(identityfile, IDENTITY, identityfile, 0) \
	X(identityfile2, IDENTITY, identityfile, 0) \
	X(ignoreunknown, STRING, ignoreunknown, 0) \
	X(include, INCLUDE, include, 0) \
	X(ipqos, IPQOS, ipqos, 0) \
	X(kbdinteractiveauthentication, FLAG, kbdinteractiveauthentication, 0) \
	X(kbdinteractivedevices, STRING, kbdinteractivedevices, 0) \
	X(keepalive, FLAG, tcpkeepalive, 0) \
	X(kerberosauthentication, UNSUPPORTED, kerberosauthentication, 0) \
	X(kerberostgtpassing, UNSUPPORTED, kerberostgtpassing, 0) \
	X(kexalgorithms, KEX, kexalgorithms, 0) \
	X(knownhostscommand, COMMAND, knownhostscommand, 804) \
	X(localcommand, COMMAND, localcommand, 0) \
	X(localforward, LOCAL, localforward, 0) \
	X(loglevel, LEVEL, loglevel, 0) \
	X(logverbose, VERBOSE, logverbose, 805) \
	X(macs, MACS, macs, 0) \
	X(match, MATCH, match, 0) \
	X(nohostauthenticationforlocalhost, FLAG, nohostauthenticationforlocalhost, 0) \
	X(numberofpasswordprompts, NUMBER, numberofpasswordprompts, 0) \
	X(obscurekeystroketiming, OBSCURE, obscurekeystroketiming, 905) \
	X(passwordauthentication, FLAG, passwordauthentication, 0) \
	X(permitlocalcommand, FLAG, permitlocalcommand, 0) \
	X(permitremoteopen, PERMIT, permitremoteopen, 804) \
	X(persist, PERSIST, persist, 0) \
	X(persistbackoff, PERSIST, persistbackoff, 0) \
	X(persistcheck, PERSIST, persistcheck, 0) \
	X(persistguard, PERSIST, persistguard, 0) \
	X(persisthold, PERSIST, persisthold, 0) \
	X(persistmaxtries, PERSIST, persistmaxtries, 0) \
	X(persistname, PERSIST, persistname, 0) \
	X(persistnotify, PERSIST, persistnotify, 0) \
	X(persistpassword, PERSIST, persistpassword, 0) \
	X(persistreclaim, PERSIST, persistreclaim, 0) \
	X(persistremotecommand, PERSIST, persistremotecommand, 0) \
	X(persisttimeout, PERSIST, persisttimeout, 0) \
	X(pkcs11provider, STRING, pkcs11provider, 0) \
	X(port, PORT, port, 0) \
	X(preferredauthentications, STRING, preferredauthentications, 0) \
	X(protocol, IGNORED, protocol, 0) \
	X(protocolkeepalives, TIME, serveraliveinterval, VENDOR) \
	X(proxycommand, PROXY_COMMAND, proxycommand, 0) \
	X(proxyjump, PROXY_JUMP, proxyjump, 0) \
	X(proxyusefdpass, FLAG, proxyusefdpass, 0) \
	X(pubkeyacceptedalgorithms, KEYS, pubkeyacceptedalgorithms, 0) \
	X(pubkeyacceptedkeytypes, KEYS, pubkeyacceptedalgorithms, 0) \
	X(pubkeyauthentication, PUBKEY, pubkeyauthentication, 0) \
	X(refuseconnection, STRING, refuseconnection, 1001) \
	X(rekeylimit, REKEY, rekeylimit, 0) \
	X(remotecommand, COMMAND, remotecommand, 0) \
	X(remoteforward, REMOTE, remoteforward, 0) \
	X(requesttty, TTY, requesttty, 0) \
	X(requiredrsasize, NUMBER, requiredrsasize, 901) \
	X(revokedhostkeys, REVOKED, revokedhostkeys, 0) \
	X(rhostsauthentication, IGNORED, rhostsauthentication, 0) \
	X(rhostsrsaauthentication, UNSUPPORTED, rhostsrsaauthentication, 0) \
	X(rsaauthentication, UNSUPPORTED, rsaauthentication, 0) \
	X(securitykeyprovider, STRING, securitykeyprovider, 0) \
	X(sendenv, SEND_ENV, sendenv, 0) \
	X(serveralivecountmax, NUMBER, serveralivecountmax, 0) \
	X(serveraliveinterval, TIME, serveraliveinterval, 0) \
	X(sessiontype, SESSION, sessiontype, 807) \
	X(setenv, SET_ENV, setenv, 0) \
	X(setuptimeout, TIME, serveraliveinterval, VENDOR) \
	X(skeyauthentication, FLAG, kbdinteractiveauthentication, 0) \
	X(smartcarddevice, STRING, pkcs11provider, 0) \
	X(stdinnull, FLAG, stdinnull, 807) \
	X(streamlocalbindmask, MASK, streamlocalbindmask, 0) \
	X(streamlocalbindunlink, FLAG, streamlocalbindunlink, 0) \
	X(stricthostkeychecking, STRICT, stricthostkeychecking, 0) \
	X(syslogfacility, FACILITY, syslogfacility, 0) \
	X(tag, STRING, tag, 904) \
	X(tcpkeepalive, FLAG, tcpkeepalive, 0) \
	X(tisauthentication, FLAG, kbdinteractiveauthentication, 0) \
	X(tunnel, TUNNEL, tunnel, 0) \
	X(tunneldevice, TUNNEL_DEVICE, tunneldevice, 0) \
	X(updatehostkeys, ASK, updatehostkeys, 0) \
	X(useprivilegedport, IGNORED, useprivilegedport, 0) \
	X(user, STRING, user, 0) \
	X(userknownhostsfile, FILES, userknownhostsfile, 0) \
	X(userknownhostsfile2, IGNORED, userknownhostsfile2, 0) \
	X(useroaming, IGNORED, useroaming, 0) \
	X(usersh, IGNORED, usersh, 0) \
	X(verifyhostkeydns, ASK, verifyhostkeydns, 0) \
	X(versionaddendum, ADDENDUM, versionaddendum, 1000) \
	X(visualhostkey, FLAG, visualhostkey, 0) \
	X(warnweakcrypto, WEAK, warnweakcrypto, 1001) \
	X(xauthlocation, STRING, xauthlocation, 0)

enum { KEYWORD_VENDOR = 9900 };	/* above every release */

enum keyword {
#define X(name, type, of, since) KW_##name,
	KEYWORD_ROWS(X)
#undef X
	KEYWORDS,
	/* The second value of keywords that set two values. */
	KW_REKEY_INTERVAL = KEYWORDS,
	KW_FORWARD_AGENT_PATH,
	KEYWORD_SLOTS
};

/* The type of a keyword's value; conf/value.c reads each type. */
enum keyword_type {
	TYPE_ADD_KEYS, TYPE_FAMILY, TYPE_UNSUPPORTED, TYPE_FLAG, TYPE_STRING,
	TYPE_DOMAINS, TYPE_CANONICAL, TYPE_NUMBER, TYPE_CNAMES, TYPE_KEYS,
	TYPE_CERTIFICATE, TYPE_CHANNEL_TIMEOUT, TYPE_IGNORED, TYPE_CIPHERS,
	TYPE_COMPRESSION, TYPE_TIME, TYPE_MASTER, TYPE_CONTROL_PERSIST,
	TYPE_PUBKEY, TYPE_DYNAMIC, TYPE_ESCAPE, TYPE_HASH, TYPE_FORWARD_AGENT,
	TYPE_FILES, TYPE_HOST, TYPE_AGENT, TYPE_IDENTITY, TYPE_INCLUDE,
	TYPE_IPQOS, TYPE_KEX, TYPE_COMMAND, TYPE_LOCAL, TYPE_LEVEL,
	TYPE_VERBOSE, TYPE_MACS, TYPE_MATCH, TYPE_OBSCURE, TYPE_PERMIT,
	TYPE_PERSIST, TYPE_PORT, TYPE_PROXY_COMMAND, TYPE_PROXY_JUMP,
	TYPE_REKEY, TYPE_REMOTE, TYPE_TTY, TYPE_SEND_ENV, TYPE_SESSION,
	TYPE_SET_ENV, TYPE_MASK, TYPE_STRICT, TYPE_FACILITY, TYPE_TUNNEL,
	TYPE_TUNNEL_DEVICE, TYPE_ASK, TYPE_ADDENDUM, TYPE_REVOKED, TYPE_WEAK,
	KEYWORD_TYPES
};

struct keyword_row {
	const char *name;	/* in lower case */
	enum keyword_type type;
	enum keyword of;
	int since;
};

extern const struct keyword_row keyword_rows[KEYWORDS];

/* The keyword of that name, in lower case; KEYWORDS if there is none. */
enum keyword	keyword_find(const char *name);

/* True if the name of k is these n letters, ignoring case. */
bool	keyword_is(enum keyword k, const char *letters, size_t n);

#endif
